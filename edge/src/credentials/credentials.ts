import { AppError } from '../../../shared/errors.ts';
import type { Settings } from '../env.ts';
import { assumeRole } from './assume-role.ts';
import { createKeyless } from './keyless.ts';

/** What a request to AWS is signed with; the last two are there for a session, which ends at `expiration`. */
export type Credentials = {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
};

/**
 * Gives credentials that are good right now. `memoized` tells the SDK not to keep them in every client on its own:
 * it would hold on until five minutes are left.
 */
export type CredentialsProvider = (() => Promise<Credentials>) & { memoized: true };

export type Surroundings = {
  clock: { now: () => number };
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
  wait: (ms: number) => Promise<void>;
};

const provider = (give: () => Promise<Credentials>): CredentialsProvider =>
  Object.assign(give, { memoized: true as const });

const stsOf = ({ AWS_ENDPOINT_URL, AWS_REGION }: Settings) =>
  AWS_ENDPOINT_URL ?? `https://sts.${AWS_REGION}.amazonaws.com`;

/**
 * The Worker's way into AWS: without any lasting key when it has a role and a key to sign its own identity with, else
 * by the access key of its settings. Throws a TypeError when the settings hold neither.
 */
export function createCredentials(settings: Settings, around: Surroundings): CredentialsProvider {
  const { ROLE_ARN: roleArn, ISSUER_PRIVATE_KEY: privateKey, APP_ORIGIN: issuer } = settings;
  if (roleArn && privateKey) {
    const role = { roleArn, privateKey, issuer, endpoint: stsOf(settings) };
    return provider(createKeyless({ ...around, assume: () => assumeRole(role, around) }));
  }
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = settings;
  if (!accessKeyId || !secretAccessKey) throw new TypeError('the settings hold no way into AWS');
  return provider(async () => ({ accessKeyId, secretAccessKey }));
}

/** Presigned URLs live an hour at most. */
const maxUrlSeconds = 60 * 60;

/**
 * How long a URL presigned now may live, in whole s: an hour, and never longer than the session that signs it, because
 * it dies with that. Throws `unavailable` when the session is over.
 */
export async function presignedSeconds(
  credentials: CredentialsProvider,
  clock: { now: () => number },
): Promise<number> {
  const { expiration } = await credentials();
  if (!expiration) return maxUrlSeconds;
  const leftSeconds = Math.floor((expiration.getTime() - clock.now()) / 1000);
  if (leftSeconds < 1) throw new AppError('unavailable', 'The session with AWS is over; try again.');
  return Math.min(maxUrlSeconds, leftSeconds);
}
