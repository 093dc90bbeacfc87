import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What is stored of a code, cookie or token. */
export const digest = (text: string) => createHash('sha256').update(text).digest('base64url');

export const randomText = (bytes: number) => randomBytes(bytes).toString('base64url');

/** Compares without telling by its time how much was right. */
export const sameText = (one: string, other: string) =>
  timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());
