import * as z from 'zod';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID: 26 characters of Crockford base 32, 48 bits of time in ms and 80 of randomness (github.com/ulid/spec). */
export const ulidSchema = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'is not an id');

/** An organisation's short name, part of every key and object path. */
export const orgSchema = z.string().regex(/^[a-z0-9-]{1,32}$/);

function base32(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest >>= 5n)
    text = (alphabet[Number(rest & 31n)] ?? '') + text;
  return text;
}

/**
 * Makes a ULID of a time (ms since 1970) and ten bytes, random for a new thing and a hash where the same input
 * must give the same id again.
 */
export function ulid(timeMs: number, tenBytes: Uint8Array): string {
  if (tenBytes.length < 10) throw new TypeError('a ULID takes ten bytes');
  const random = tenBytes.subarray(0, 10).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return base32(BigInt(timeMs), 10) + base32(random, 16);
}
