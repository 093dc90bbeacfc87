import { videoItemSchema } from '../../../shared/catalog-item.ts';
import type { Services } from '../services.ts';
import { type Found, type Row, rowOf, type Wanted } from './row.ts';

/** An organisation's videos by word, tag, status and order. It tells where to look; what a video is, the table says. */
export type Search = {
  /** A page of places, or null when the index cannot tell. */
  find(org: string, wanted: Wanted): Promise<Found | null>;
  /** The tags that most of what everyone sees has. */
  tags(org: string, limit: number): Promise<string[]>;
  /** An item of the table was written, or removed (null). Never throws: what is missed here is read from the table later. */
  wrote(key: { pk: string; sk: string }, item: Record<string, unknown> | null): Promise<void>;
};

/** One organisation's index, as it is called. */
export type Index = {
  /** A page of the places of what is wanted; null while the index is being built. */
  find(org: string, wanted: Wanted): Promise<Found | null>;
  /** The tags that most of what everyone sees has; none while the index is being built. */
  tags(limit: number): Promise<string[]>;
  /** Takes what was just written. */
  put(row: Row): Promise<void>;
  /** Forgets what was just removed. */
  remove(id: string): Promise<void>;
};

/** The binding of the Durable Objects' class (developers.cloudflare.com/durable-objects/api/namespace). */
export type IndexNamespace = { getByName(name: string): Index };

/** Nothing is indexed: lists are read from the table. */
export const withoutIndex: Search = { find: async () => null, tags: async () => [], wrote: async () => {} };

const videoKey = /^ORG#(?<org>.+) VIDEO#(?<id>.+)$/;

/** One Durable Object an organisation. When it fails, lists come from the table and the log tells why. */
export function createSearch(namespace: IndexNamespace, log: Services['log']): Search {
  const otherwise =
    <T>(value: T) =>
    (error: unknown) => {
      log({ level: 'warn', message: 'the search index failed', cause: String(error) });
      return value;
    };
  return {
    find: (org, wanted) => namespace.getByName(org).find(org, wanted).catch(otherwise(null)),
    tags: (org, limit) => namespace.getByName(org).tags(limit).catch(otherwise([])),
    async wrote({ pk, sk }, item) {
      const { org, id } = videoKey.exec(`${pk} ${sk}`)?.groups ?? {};
      if (!org || !id) return;
      const index = namespace.getByName(org);
      await (item ? index.put(rowOf(videoItemSchema.parse(item))) : index.remove(id)).catch(
        otherwise(undefined),
      );
    },
  };
}
