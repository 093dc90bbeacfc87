import type { Readable } from 'node:stream';

/** Milliseconds since 1970, moved by the clock control. */
export type Clock = { now(): number };

/** An event as EventBridge carries it: JSON and nothing else. */
export type AwsEvent = {
  version: string;
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: Record<string, unknown>;
};

/** Where stand-ins put their events; resolves once the event is on disk. */
export type EventBus = { put(event: AwsEvent): Promise<void> };

export type ObjectInfo = {
  key: string;
  sizeBytes: number;
  /** Without quotes; `-N` at the end after N parts. */
  etag: string;
  contentType: string;
  cacheControl: string | null;
  lastModifiedMs: number;
  metadata: Record<string, string>;
};

/** The bucket store behind the S3 stand-in, as its neighbours on this machine use it. */
export type ObjectStore = {
  head(bucket: string, key: string): Promise<ObjectInfo | null>;
  /** Inclusive byte range; the whole object without one. */
  read(bucket: string, key: string, range?: { start: number; end: number }): Promise<Readable>;
  /** The absolute path of a file that holds exactly the object's bytes; read only. */
  filePath(bucket: string, key: string): Promise<string | null>;
  /** Takes a finished local file over as an object (moves it) and tells the bus. */
  putFile(
    bucket: string,
    key: string,
    path: string,
    headers: { contentType: string; cacheControl?: string },
  ): Promise<ObjectInfo>;
  list(bucket: string, prefix: string): Promise<ObjectInfo[]>;
};

/** Mail on its way out. */
export type Mail = { from: string; to: string[]; subject: string; text: string; html: string };

export type Mailer = { send(mail: Mail): Promise<{ id: string }> };
