import type { Context, Reason } from './call.ts';
import { objectCreated } from './event.ts';
import type { KeptHeaders, ObjectRow } from './index-db.ts';

type Made = Omit<ObjectRow, 'headers' | 'metadata' | 'modifiedMs'> & {
  headers: KeptHeaders;
  metadata: Record<string, string>;
};

/** Makes finished bytes an object, in place of what was there, and tells the bus; a crash between the two loses neither. */
export async function store(
  { index, blobs, clock, bus, region }: Context,
  made: Made,
  reason: Reason,
): Promise<ObjectRow> {
  const before = index.object(made.bucket, made.key);
  const row: ObjectRow = {
    ...made,
    headers: JSON.stringify(made.headers),
    metadata: JSON.stringify(made.metadata),
    modifiedMs: clock.now(),
  };
  const event = objectCreated(row, reason, region);
  const number = index.putObject(row, JSON.stringify(event));
  if (before) await blobs.remove(before.blob);
  await bus.put(event);
  index.sent(number);
  return row;
}
