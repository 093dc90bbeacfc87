import { AppError } from '../../../shared/errors.ts';
import type { Bindings } from '../context.ts';

/** Cloudflare's counters, one set a location (developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit). */
export type RateLimiter = { limit(asked: { key: string }): Promise<{ success: boolean }> };

/** The limits in `wrangler.toml`; each counts for 60 s. */
export type LimitName = 'HELP_BY_NETWORK' | 'HELP_BY_ADDRESS';

/** Counts one request under `key`. Throws `rate_limited`, and `unavailable` where the binding is missing. */
export async function assertWithin(env: Bindings, name: LimitName, key: string): Promise<void> {
  const limiter = env[name];
  if (!limiter) throw new AppError('unavailable', 'This is not set up here yet.');
  const { success } = await limiter.limit({ key });
  if (success) return;
  throw new AppError('rate_limited', 'That was asked too often in one minute.', { retryAfterSeconds: 60 });
}

/** Four groups of an IPv6 address: the network that one subscriber gets (RFC 6177), where every address is theirs. */
function networkOfV6(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = (text: string) => text.split(':').filter(Boolean);
  const behind = tail === undefined ? [] : groups(tail);
  const zeros = Math.max(0, 8 - groups(head).length - behind.length);
  return [...groups(head), ...Array.from({ length: zeros }, () => '0'), ...behind].slice(0, 4).join(':');
}

/** What a caller is counted by: an IPv4 address as it is, of an IPv6 address the network. */
export const networkOf = (address: string) => (address.includes(':') ? networkOfV6(address) : address);
