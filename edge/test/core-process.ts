import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCore } from '../../aws/local/core.ts';

/**
 * The stand-ins on ephemeral ports, as a process: writes what the tests need as one line of JSON, and ends when its
 * standard input does, so that it never outlives the tests, however they end. The app is called without a network, so
 * its origin may be any.
 */
const dataDir = await mkdtemp(join(tmpdir(), 'shark-edge-'));
const core = await startCore({ dataDir, appOrigin: 'http://localhost:8787', scryptCost: 16 });
process.stdout.write(`${JSON.stringify({ state: core.state, workerVars: core.workerVars })}\n`);

for await (const _ of process.stdin);
await core.close();
await rm(dataDir, { recursive: true, force: true });
process.exit(0);
