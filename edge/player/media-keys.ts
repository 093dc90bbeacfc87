import type { Keys, KeysRequest } from '../../shared/playback.ts';
import { send } from './client.ts';

/** Failures that come together are answered by one renewal: within this time a further one changes nothing. */
const settledMs = 2000;

const asked = new Map<string, { at: number; keys: Promise<Keys> }>();

/**
 * Renews the browser's media cookies: of one video, or of the card images without `videoId`. Rejects with the API's
 * `Refusal`; calls that come together share one request.
 */
export function renewKeys({ videoId }: KeysRequest): Promise<Keys> {
  const known = asked.get(videoId ?? '');
  if (known && Date.now() - known.at < settledMs) return known.keys;
  const keys = send<Keys>('POST', '/api/keys', { body: videoId ? { videoId } : {} });
  asked.set(videoId ?? '', { at: Date.now(), keys });
  keys.catch(() => asked.delete(videoId ?? ''));
  return keys;
}
