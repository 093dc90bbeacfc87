import type { Input } from '../../shared/catalog-item.ts';
import { objectCreatedSchema } from '../../shared/events/object-created.ts';
import { parseUploadKey, type VersionRef } from '../../shared/paths.ts';
import { isMediaFileName } from '../../shared/upload.ts';
import { knowsOrg, type LambdaEnv } from './env.ts';
import { dropVersion, dropVideoId } from './ids.ts';

/** A file that arrived in the uploads bucket and is a video's: sent by our uploader, or dropped. */
export type Arrival = {
  kind: 'own' | 'drop';
  ref: VersionRef;
  /** The file's own name; empty for an own upload, whose item knows it. */
  fileName: string;
  input: Omit<Input, 'sizeBytes'>;
  event: { id: string; time: string; 'detail-type': string };
};

export type Ignored = { ignored: string; key?: string };

/** Why a dropped key is no video, or null. */
function refusalOf(rest: string): string | null {
  if (rest.endsWith('/')) return 'folder_marker';
  if (rest.split('/').some((part) => part.startsWith('.'))) return 'dot_file';
  return isMediaFileName(rest) ? null : 'extension';
}

/** Reads an event of S3. Everything that is not for us is named, so that it can be logged. */
export function readArrival(env: LambdaEnv, event: unknown): Arrival | Ignored {
  const parsed = objectCreatedSchema.safeParse(event);
  if (!parsed.success) return { ignored: 'unknown_event' };
  const { bucket, object } = parsed.data.detail;
  const { key } = object;
  const place = parseUploadKey(key);
  if (bucket.name !== env.UPLOADS_BUCKET || !place) return { ignored: 'elsewhere', key };
  if (!knowsOrg(env, place.org)) return { ignored: 'unknown_org', key };
  const etag = object.etag.replaceAll('"', '');
  const input = { bucket: bucket.name, key, etag };
  if (place.kind === 'own') {
    const { org, videoId, version } = place;
    return { kind: 'own', ref: { org, videoId, version }, fileName: '', input, event: parsed.data };
  }
  const refusal = refusalOf(place.rest);
  if (refusal) return { ignored: refusal, key };
  return {
    kind: 'drop',
    ref: { org: place.org, videoId: dropVideoId(bucket.name, key), version: dropVersion(key, etag) },
    fileName: place.rest.split('/').at(-1) ?? '',
    input,
    event: parsed.data,
  };
}
