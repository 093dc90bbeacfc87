import { createHash } from 'node:crypto';
import { ulid } from '../../shared/ids.ts';

/** Hashes parts so that no two lists of parts give the same text. */
const sha256 = (...parts: string[]) =>
  createHash('sha256')
    .update(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('/'))
    .digest();

/** A drop has no time of its own: event, redelivery and sweeper must all come to the same id. */
const fixedTimeMs = 0;

/** The video that a dropped file is: the same key of the same bucket is always the same video. */
export const dropVideoId = (bucket: string, key: string) => ulid(fixedTimeMs, sha256(bucket, key));

/** The version that a dropped file's content is: other content under the same key is another version. */
export const dropVersion = (key: string, etag: string) => ulid(fixedTimeMs, sha256(key, etag));

export type AttemptRef = { org: string; videoId: string; version: string; attempt: number };

/** What MediaConvert recognises a repeated CreateJob by, for one minute: 64 hex characters. */
export const requestToken = ({ org, videoId, version, attempt }: AttemptRef) =>
  createHash('sha256').update(`${org}/${videoId}/${version}/${attempt}`).digest('hex').slice(0, 64);
