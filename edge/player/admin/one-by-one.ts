import { Refusal } from '../client.ts';

/** Refusals that the next one would meet as well. */
const ending = new Set([
  ...['offline', 'rate_limited', 'unauthenticated', 'token_expired', 'forbidden', 'insufficient_scope'],
]);

/** What an item that was not done met. `tried` is false when somebody before it met it. */
export type Missed<T> = { item: T; error: Pick<Refusal, 'code' | 'message' | 'fields'>; tried: boolean };

/**
 * Does `work` for each item, one after the other, and tells what was missed: a refusal stops nobody else, unless
 * everybody else would meet it too.
 */
export async function oneByOne<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  told: (done: number) => void,
): Promise<Missed<T>[]> {
  const missed: Missed<T>[] = [];
  let end: Refusal | null = null;
  for (const [at, item] of items.entries()) {
    if (end) {
      missed.push({ item, error: end, tried: false });
      continue;
    }
    try {
      await work(item);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      missed.push({ item, error, tried: true });
      if (ending.has(error.code)) end = error;
    }
    told(at + 1);
  }
  return missed;
}
