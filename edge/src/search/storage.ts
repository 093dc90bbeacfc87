/** What SQLite keeps and takes; an integer comes back as a number. */
export type Value = string | number | null;

/** Synchronous SQL of a Durable Object; at most 100 bindings a statement. */
export type Sql = {
  exec<T extends Record<string, Value>>(query: string, ...bindings: Value[]): { toArray(): T[] };
};

/** The part of a Durable Object's storage that the index uses (developers.cloudflare.com/durable-objects/api/sqlite-storage-api). */
export type Storage = {
  sql: Sql;
  kv: { get(key: string): unknown; put(key: string, value: unknown): void };
  /** All of `work`, or, when it throws, nothing of it. */
  transactionSync<T>(work: () => T): T;
  deleteAll(): Promise<void>;
};
