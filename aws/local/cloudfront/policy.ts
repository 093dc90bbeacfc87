import * as z from 'zod';
import { decodeCloudFrontBase64, type SignedCookies } from './cookies.ts';
import { notImplemented, type Refusal, refusals } from './refusal.ts';

const epochSchema = z.object({ 'AWS:EpochTime': z.int() });

/**
 * A custom policy: one statement with one resource
 * (docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-setting-signed-cookie-custom-policy.html).
 * Without `Resource` it opens everything its key signs for, as the page warns.
 */
const policySchema = z.object({
  Statement: z.tuple([
    z.object({
      Resource: z.string().default('*'),
      Condition: z.object({
        DateLessThan: epochSchema,
        DateGreaterThan: epochSchema.optional(),
        IpAddress: z.unknown().optional(),
      }),
    }),
  ]),
});

/** `signed` are the bytes the signature is made over; times in seconds since 1970, `resource` with wildcards. */
export type Policy = { signed: Buffer; resource: string; before: number; after?: number | undefined };

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

function customPolicy(encoded: string): Policy | Refusal {
  const signed = decodeCloudFrontBase64(encoded);
  if (!signed) return refusals.malformedPolicy;
  const parsed = policySchema.safeParse(parseJson(signed));
  if (!parsed.success) return refusals.malformedPolicy;
  const { Resource: resource, Condition: condition } = parsed.data.Statement[0];
  if (condition.IpAddress !== undefined) return notImplemented('IpAddress in a policy');
  return {
    signed,
    resource,
    before: condition.DateLessThan['AWS:EpochTime'],
    after: condition.DateGreaterThan?.['AWS:EpochTime'],
  };
}

/** A canned policy is not sent: both sides build it, to the byte, of the requested URL and the time. */
function cannedPolicy(expires: string, url: string): Policy | Refusal {
  if (!/^\d{1,12}$/.test(expires)) return refusals.malformedPolicy;
  const text = `{"Statement":[{"Resource":"${url}","Condition":{"DateLessThan":{"AWS:EpochTime":${expires}}}}]}`;
  return { signed: Buffer.from(text), resource: url, before: Number(expires) };
}

/** The policy that the cookies carry for `url`; a custom one wins over a canned one. */
export function policyOf(cookies: SignedCookies, url: string): Policy | Refusal {
  if (cookies.policy) return customPolicy(cookies.policy);
  return cookies.expires ? cannedPolicy(cookies.expires, url) : refusals.malformedPolicy;
}

/** Whether `resource` covers `url`: `*` stands for any number of characters, `?` for exactly one. */
export function covers(resource: string, url: string): boolean {
  const pattern = resource
    .split('')
    .map((sign) => (sign === '*' ? '.*' : sign === '?' ? '.' : sign.replace(/[\\^$.|+()[\]{}]/, '\\$&')))
    .join('');
  return new RegExp(`^${pattern}$`, 's').test(url);
}
