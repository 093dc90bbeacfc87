import type { Context, Reason } from './call.ts';
import type { Checksum } from './checksums.ts';
import { objectCreated } from './event.ts';
import type { KeptHeaders, ObjectRow } from './index-db.ts';

type Made = Omit<ObjectRow, 'headers' | 'metadata' | 'checksum' | 'modifiedMs'> & {
  headers: KeptHeaders;
  metadata: Record<string, string>;
  checksum: Checksum | null;
};

/** Makes finished bytes an object, in place of what was there, and tells the bus; a crash between the two loses neither. */
export async function store(
  { index, blobs, clock, bus, region }: Context,
  made: Made,
  reason: Reason,
  uploadId?: string,
): Promise<ObjectRow> {
  const before = index.object(made.bucket, made.key);
  const row: ObjectRow = {
    ...made,
    headers: JSON.stringify(made.headers),
    metadata: JSON.stringify(made.metadata),
    checksum: made.checksum && JSON.stringify(made.checksum),
    modifiedMs: clock.now(),
  };
  const event = objectCreated(row, reason, region);
  const number = index.putObject(row, JSON.stringify(event), uploadId);
  if (before) await blobs.remove(before.blob);
  await bus.put(event);
  index.sent(number);
  return row;
}

/** Tells the bus what a crash left between object and news. */
export async function announceLeftOver({ index, bus }: Context) {
  for (const { id, event } of index.outbox()) {
    await bus.put(JSON.parse(event));
    index.sent(id);
  }
}
