import * as z from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { workerIdentity, workerSessionSeconds } from '../../../shared/worker-identity.ts';
import type { Surroundings } from './credentials.ts';
import { identityToken } from './identity-token.ts';
import type { Session } from './keyless.ts';

export type Role = {
  roleArn: string;
  /** As `readIssuerKeys` takes it. */
  privateKey: string;
  /** Where the public half is published: the app's origin. */
  issuer: string;
  /** Of STS. */
  endpoint: string;
};

const attempts = 3;
const timeoutMs = 5000;

/** Errors that pass: STS could not reach our own issuer, or is busy (AssumeRoleWithWebIdentity's own list, and common errors). */
const passing = ['IDPCommunicationError', 'Throttling', 'ThrottlingException', 'RequestLimitExceeded'];

class StsRefusal extends Error {
  override name = 'StsRefusal';
  readonly mayPass: boolean;
  constructor(message: string, mayPass: boolean, options?: ErrorOptions) {
    super(message, options);
    this.mayPass = mayPass;
  }
}

const element = (xml: string, name: string) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1];

const sessionSchema = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string(),
  expiration: z.iso.datetime().transform((time) => new Date(time)),
});

/** Four leaves of a flat document: no reason to carry an XML parser. */
function readSession(xml: string): Session {
  const read = sessionSchema.safeParse({
    accessKeyId: element(xml, 'AccessKeyId'),
    secretAccessKey: element(xml, 'SecretAccessKey'),
    sessionToken: element(xml, 'SessionToken'),
    expiration: element(xml, 'Expiration'),
  });
  if (!read.success) throw new StsRefusal('STS answered without credentials', false);
  return read.data;
}

async function ask({ roleArn, privateKey, issuer, endpoint }: Role, { fetch, clock }: Surroundings) {
  const form = new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: roleArn,
    RoleSessionName: workerIdentity.subject,
    DurationSeconds: String(workerSessionSeconds),
    WebIdentityToken: await identityToken(privateKey, issuer, clock.now()),
  });
  const answer = await fetch(`${endpoint}/`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: form.toString(),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((cause: unknown) => {
    throw new StsRefusal('STS is out of reach', true, { cause });
  });
  const xml = await answer.text();
  if (answer.ok) return readSession(xml);
  const code = element(xml, 'Code') ?? `HTTP ${answer.status}`;
  const mayPass = passing.includes(code) || answer.status >= 500;
  throw new StsRefusal(`STS: ${code}: ${element(xml, 'Message') ?? ''}`, mayPass);
}

/**
 * Opens a session by a token of our own (STS AssumeRoleWithWebIdentity, which nobody signs). Trouble that passes is
 * tried again twice, each time with a new token. Throws `unavailable` when it did not pass, `upstream_error` when STS
 * refuses for good.
 */
export async function assumeRole(role: Role, around: Surroundings): Promise<Session> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask(role, around);
    } catch (cause) {
      if (!(cause instanceof StsRefusal)) throw cause;
      if (!cause.mayPass)
        throw new AppError('upstream_error', 'AWS does not give the Worker its role.', { cause });
      if (attempt === attempts)
        throw new AppError('unavailable', 'AWS is out of reach; try again.', { cause });
      await around.wait(200 * 2 ** (attempt - 1));
    }
  }
}
