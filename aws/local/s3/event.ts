import { randomUUID } from 'node:crypto';
import type { AwsEvent } from '../ports.ts';
import type { Reason } from './call.ts';
import type { ObjectRow } from './index-db.ts';

const account = '111122223333';
let last = 0n;

/** Rises with every event of this process and across starts: microseconds, in hex. */
function sequencer(nowMs: number): string {
  const time = BigInt(nowMs) * 1000n;
  last = time > last ? time : last + 1n;
  return last.toString(16).toUpperCase().padStart(16, '0');
}

/** `Object Created` as EventBridge carries it; the key is not URL-encoded (docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html). */
export function objectCreated(row: ObjectRow, reason: Reason, region: string): AwsEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account,
    time: new Date(row.modifiedMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [`arn:aws:s3:::${row.bucket}`],
    detail: {
      version: '0',
      bucket: { name: row.bucket },
      object: { key: row.key, size: row.sizeBytes, etag: row.etag, sequencer: sequencer(row.modifiedMs) },
      'request-id': randomUUID(),
      requester: account,
      'source-ip-address': '127.0.0.1',
      reason,
    },
  };
}
