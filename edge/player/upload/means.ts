import type { Means } from '../../../shared/transfer/transfer.ts';
import { send } from '../client.ts';
import { waitOrReconnect } from './connection.ts';
import type { Memory } from './memory.ts';
import { putPart } from './put-part.ts';
import { createSlots } from './slots.ts';

/** Parts under way at once, of all files together: browsers open six connections to one host at most. */
const partsAtOnce = 4;

/** What a transfer needs in a browser. All files share the connections. */
export function createMeans(memory: Memory): Means<Blob> {
  const slots = createSlots(partsAtOnce);
  return {
    send,
    memory,
    wait: waitOrReconnect,
    random: Math.random,
    parallel: partsAtOnce,
    async put(part, piece, options) {
      const release = await slots.take(options.signal);
      return putPart(part, piece, options).finally(release);
    },
  };
}
