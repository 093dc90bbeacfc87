import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { startCore } from '../../aws/local/core.ts';
import { openListener } from '../../aws/local/listener.ts';
import { issuer } from '../src/routes/issuer.ts';

/**
 * The stand-ins on ephemeral ports, as a process: writes what the tests need as one line of JSON, and ends when its
 * standard input does, so that it never outlives the tests, however they end. The app is called without a network, but
 * for what STS asks of the Worker: at its origin the issuer's routes answer, and nothing else.
 */
const dataDir = await mkdtemp(join(tmpdir(), 'shark-edge-'));
const worker = await openListener('127.0.0.1', 0);
const appOrigin = `http://localhost:${worker.port}`;
const core = await startCore({ dataDir, appOrigin, scryptCost: 16 });
const fetchIssuer = (request: Request) =>
  issuer.request(new URL(request.url).pathname.replace('/.well-known', ''), {}, core.workerVars);
worker.answer(getRequestListener(fetchIssuer, { overrideGlobalObjects: false }));
process.stdout.write(`${JSON.stringify({ state: core.state, workerVars: core.workerVars })}\n`);

for await (const _ of process.stdin);
await core.close();
await worker.close();
await rm(dataDir, { recursive: true, force: true });
process.exit(0);
