import { errors, jwtVerify, SignJWT } from 'jose';
import type * as z from 'zod';
import type { Clock } from '../ports.ts';

/** What a form or a caller carries from one step to the next, signed so that only we can have said it. */
export type Seal = {
  close(purpose: string, data: Record<string, unknown>, lifetimeMs: number): Promise<string>;
  /** `expired` for one of ours past its time, null for anything else. */
  open<T>(purpose: string, schema: z.ZodType<T>, text: string): Promise<T | 'expired' | null>;
};

/** Seals are JWTs (HS256) with their purpose as audience. */
export function createSeal(secret: Uint8Array, clock: Clock): Seal {
  return {
    close: (purpose, data, lifetimeMs) =>
      new SignJWT({ data })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(purpose)
        .setExpirationTime(Math.floor((clock.now() + lifetimeMs) / 1000))
        .sign(secret),
    async open(purpose, schema, text) {
      try {
        const { payload } = await jwtVerify(text, secret, {
          algorithms: ['HS256'],
          audience: purpose,
          currentDate: new Date(clock.now()),
        });
        return schema.parse(payload['data']);
      } catch (error) {
        return error instanceof errors.JWTExpired ? 'expired' : null;
      }
    },
  };
}
