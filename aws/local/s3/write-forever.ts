import { createFaults } from '../faults.ts';
import { createS3 } from './s3.ts';

/** A process for the test of kill -9: PUTs objects without end, each over an older one, and prints those that were answered. */
const [, , dataDir = ''] = process.argv;
const s3 = createS3({
  dataDir,
  clock: { now: () => Date.now() },
  faults: createFaults(),
  bus: { put: async () => {} },
  region: 'eu-west-1',
  buckets: [{ name: 'bucket' }],
});

async function* bytes(n: number) {
  for (let i = 0; i < 40; i++) yield Buffer.alloc(50_000, n % 256);
}

for (let n = 1; ; n++) {
  const answer = await s3.handle({
    ...{ method: 'PUT', path: `/bucket/${n % 5}`, query: '', requestId: '', trailers: new Map() },
    headers: new Map([['content-length', '2000000']]),
    body: bytes(n),
  });
  if (!answer.ok) throw new Error(await answer.text());
  process.stdout.write(`${n % 5} ${answer.headers.get('etag')}\n`);
}
