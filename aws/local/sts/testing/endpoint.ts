import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClock } from '../../clock.ts';
import { createEndpoint } from '../../endpoint/endpoint.ts';
import { createFaults } from '../../faults.ts';
import { openListener } from '../../listener.ts';
import { createS3 } from '../../s3/s3.ts';
import { createSts } from '../sts.ts';
import { workerRole } from '../worker-role.ts';

export const region = 'eu-west-1';
export const bucket = 'media';
export const accessKey = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };

/** STS and S3 behind the AWS endpoint, on a port of their own and with a clock that can be moved. */
export async function openEndpoint(appOrigin: string) {
  const dataDir = await mkdtemp(join(tmpdir(), 'shark-sts-'));
  const clock = createClock();
  const bus = { put: async () => {} };
  const s3 = createS3({ dataDir, clock, faults: createFaults(), bus, region, buckets: [{ name: bucket }] });
  await s3.start();
  const role = workerRole(appOrigin);
  const sts = createSts({ clock, roles: [role] });
  const listener = await openListener('127.0.0.1', 0);
  const services = { sts: sts.app };
  listener.answer(createEndpoint({ s3, services, credentials: accessKey, sessions: sts.sessions, clock }));
  return {
    endpoint: `http://127.0.0.1:${listener.port}`,
    clock,
    role,
    async close() {
      await listener.close();
      s3.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type Endpoint = Awaited<ReturnType<typeof openEndpoint>>;
