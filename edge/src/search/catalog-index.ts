import { DurableObject } from 'cloudflare:workers';
import type { Bindings } from '../context.ts';
import { servicesOf } from '../services.ts';
import { createFeed, type Feed } from './feed.ts';
import type { Found, Row, Wanted } from './row.ts';
import type { Index } from './search.ts';
import { createStore, type Store } from './store.ts';

/** A list waits so long for news of the table; longer, and it is answered without them. */
const patienceMs = 2000;

async function waitFor(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([work, patience]);
  clearTimeout(timer);
}

/**
 * The index of one organisation's videos, in SQLite. It holds nothing that is not in the table: emptied, of an older
 * version or another table's, it builds itself again at the next question.
 */
export class CatalogIndex extends DurableObject<Bindings> implements Index {
  /** So long after a look at the table nobody looks again. */
  protected readonly freshMs: number = 2000;
  #kept: { store: Store; feed: Feed } | undefined;

  get #index() {
    const { storage } = this.ctx;
    if (this.#kept) return this.#kept;
    const store = createStore(storage);
    const feed = createFeed({ store, storage, services: servicesOf(this.env), freshMs: this.freshMs });
    this.#kept = { store, feed };
    return this.#kept;
  }

  async find(org: string, wanted: Wanted): Promise<Found | null> {
    const { store, feed } = this.#index;
    await waitFor(feed.catchUp(org));
    return feed.isBuilt() ? store.find(wanted) : null;
  }

  async tags(limit: number): Promise<string[]> {
    const { store, feed } = this.#index;
    return feed.isBuilt() ? store.tags(limit) : [];
  }

  async put(row: Row): Promise<void> {
    this.#index.store.put([row]);
  }

  async remove(id: string): Promise<void> {
    this.#index.store.remove([id]);
  }
}
