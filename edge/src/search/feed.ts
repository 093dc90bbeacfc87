import * as z from 'zod';
import type { VideoItem } from '../../../shared/catalog-item.ts';
import { readAllCards, readCards } from '../catalog/cards.ts';
import type { Services } from '../services.ts';
import { rowOf } from './row.ts';
import type { Storage } from './storage.ts';
import type { Store } from './store.ts';

/** Another number throws every index away, to be built anew: for another schema, or other words and keys in it. */
const indexVersion = 1;

/**
 * How far back each look at the `changed` index goes: a write may arrive as late after its own `updatedAt` as the SDK goes
 * on trying, clocks differ, and the index itself lags behind the table.
 */
const overlapMs = 120_000;

/** So many videos of the table are compared with the index at each look, from the first to the last and again. */
const stepSize = 25;

/** How far an index has come: the table read up to the key `after`, changes up to `pulledAtMs` (ms since 1970). */
const progressSchema = z.object({
  version: z.number(),
  table: z.string(),
  after: z.record(z.string(), z.string()).nullable(),
  isBuilt: z.boolean(),
  pulledAtMs: z.number(),
});
type Progress = z.infer<typeof progressSchema>;

type Parts = {
  store: Store;
  storage: Storage;
  services: Pick<Services, 'dynamodb' | 'settings' | 'clock' | 'log'>;
  /** So long after a look at the table nobody looks again. */
  freshMs: number;
};

const rowsOf = (items: readonly VideoItem[]) => items.map(rowOf);

/** Keeps an organisation's index true to the table. */
export function createFeed({ store, storage, services, freshMs }: Parts) {
  const { settings, clock, log } = services;
  let progress = begin();
  let running: Promise<void> | null = null;

  /** What this index has come to, or, when it is another table's, an older one or none, the beginning of a new one. */
  function begin(): Progress {
    const { data } = progressSchema.safeParse(storage.kv.get('progress'));
    if (data?.version === indexVersion && data.table === settings.TABLE_NAME) return data;
    store.reset();
    const nothing = { after: null, isBuilt: false, pulledAtMs: clock.now() };
    return { version: indexVersion, table: settings.TABLE_NAME, ...nothing };
  }

  /** Takes what was read together with how far it was read. */
  function take(items: readonly VideoItem[], come: Partial<Progress>): void {
    progress = { ...progress, ...come };
    storage.transactionSync(() => {
      store.put(rowsOf(items));
      storage.kv.put('progress', progress);
    });
  }

  /** Reads the table a page at a time, on from where the last attempt came to. */
  async function build(org: string): Promise<void> {
    while (!progress.isBuilt) {
      const { cards, last } = await readCards(services, org, { forward: true, after: progress.after });
      take(cards, { after: last, isBuilt: last === null });
    }
  }

  /** Reads what has changed since the last look; the build's beginning was the first. Returns from when on. */
  async function pull(org: string): Promise<string> {
    const startedMs = clock.now();
    const since = new Date(progress.pulledAtMs - overlapMs).toISOString();
    const changes = readAllCards(services, org, { index: 'changed', since, forward: true });
    for await (const cards of changes) take(cards, {});
    take([], { pulledAtMs: startedMs });
    return since;
  }

  /**
   * Goes on comparing. A difference that no look at the changes since `since` could have told (videos imported or brought
   * back from a backup with times of their own) means that there are more: all is read again.
   */
  async function compare(org: string, since: string): Promise<void> {
    const query = { forward: true, after: progress.after, limit: stepSize };
    const { cards, last } = await readCards(services, org, query);
    const isAstray = cards.some((card) => card.updatedAt < since && store.missed(rowOf(card)));
    take(cards, isAstray ? { isBuilt: false, after: null } : { after: last });
    if (!isAstray) return;
    log({ level: 'info', message: 'the search index differs from the table and is built again', org });
    await build(org);
  }

  async function look(org: string): Promise<void> {
    try {
      await build(org);
      await compare(org, await pull(org));
    } catch (error) {
      log({ level: 'warn', message: 'the search index could not read the table', org, cause: String(error) });
    }
  }

  return {
    isBuilt: () => progress.isBuilt,
    /** Looks at the table unless that was just done; those who ask meanwhile wait for the same. Never throws. */
    async catchUp(org: string): Promise<void> {
      if (progress.isBuilt && clock.now() - progress.pulledAtMs < freshMs) return;
      running ??= look(org).finally(() => {
        running = null;
      });
      await running;
    },
  };
}
export type Feed = ReturnType<typeof createFeed>;
