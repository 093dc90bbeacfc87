import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { createClock } from '../clock.ts';
import { createControl } from '../control/control.ts';
import { createDynamo } from '../dynamodb/dynamodb.ts';
import { createEndpoint } from '../endpoint/endpoint.ts';
import { createFaults } from '../faults.ts';
import type { AwsEvent } from '../ports.ts';
import { createS3 } from '../s3/s3.ts';

export const region = 'eu-west-1';
export const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};
export const buckets = { uploads: 'test-uploads', media: 'test-media' };
export const appOrigin = 'http://localhost:8787';

/** S3, DynamoDB and the controls behind a real endpoint on an ephemeral port, on data of their own. */
export async function startAws() {
  const dataDir = await mkdtemp(join(tmpdir(), 'aws-'));
  const clock = createClock();
  const faults = createFaults();
  const events: AwsEvent[] = [];
  const bus = { put: async (event: AwsEvent) => void events.push(event) };
  const s3 = createS3({
    dataDir,
    clock,
    faults,
    bus,
    region,
    buckets: [
      { name: buckets.uploads, corsOrigins: [appOrigin] },
      { name: buckets.media, silent: true },
    ],
  });
  const dynamo = createDynamo({ dataDir, faults });
  const { app: local } = createControl({ faults, clock, deliveries: () => [] });
  const services = { dynamodb: dynamo.app };
  const server = createServer(createEndpoint({ s3, services, local, credentials, clock }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = (config: Partial<S3ClientConfig> = {}) =>
    new S3Client({ region, credentials, endpoint, forcePathStyle: true, maxAttempts: 1, ...config });
  return {
    endpoint,
    dataDir,
    clock,
    faults,
    events,
    store: s3.store,
    dynamo,
    client,
    async close() {
      server.close();
      server.closeAllConnections();
      s3.close();
      await dynamo.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
export type Aws = Awaited<ReturnType<typeof startAws>>;
