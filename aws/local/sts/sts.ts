import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import * as z from 'zod';
import type { Clock } from '../ports.ts';
import { denied, invalid, StsError } from './errors.ts';
import type { Fetch } from './identity-provider.ts';
import { createSessions, type SessionKey, type Sessions } from './sessions.ts';
import { verifyWebIdentity } from './web-identity.ts';
import { answer, type Elements, refusal } from './xml.ts';

const account = '111122223333';

/** A role that a web identity may take: what its trust policy's conditions say, and how long at most, in s. */
export type Role = {
  /** `arn:aws:iam::<account>:role/<name>` */
  arn: string;
  /** `AROA…` */
  id: string;
  trust: { issuer: string; audience: string; subject: string };
  maxSessionSeconds: number;
};

export type StsOptions = {
  clock: Clock;
  roles: Role[];
  /** The account's one access key. */
  credentials: { accessKeyId: string };
  fetch?: Fetch;
};

export type Sts = {
  /** Answers `POST /`; a signature was checked before, if there is one. */
  app: Hono;
  sessions: Sessions;
};

const formSchema = z.object({
  RoleArn: z.string().min(20).max(2048),
  RoleSessionName: z.string().regex(/^[\w+=,.@-]{2,64}$/),
  WebIdentityToken: z.string().min(4).max(20_000),
  DurationSeconds: z.coerce.number().int().min(900).max(43_200).default(3600),
});

/** What this does not do, and would change the answer. */
const unknownParameters = ['Policy', 'PolicyArns.member.1.arn', 'ProviderId'];

function formOf(params: URLSearchParams) {
  const unknown = unknownParameters.find((name) => params.has(name));
  if (unknown) throw new StsError('NotImplemented', `${unknown} is not done by this stand-in.`, 501);
  const read = formSchema.safeParse(Object.fromEntries(params));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw invalid(`1 validation error detected: ${issue?.path.join('.')}: ${issue?.message}`);
}

const credentialsElement = ({ accessKeyId, secretAccessKey, sessionToken, expiresAtMs }: SessionKey) => ({
  AccessKeyId: accessKeyId,
  SecretAccessKey: secretAccessKey,
  SessionToken: sessionToken,
  Expiration: new Date(expiresAtMs).toISOString().replace('.000Z', 'Z'),
});

/** Who signed: the access key in the header's credential, which the endpoint has checked. */
const signerOf = (request: Request) =>
  /Credential=([^/,\s]+)\//.exec(request.headers.get('authorization') ?? '')?.[1];

/**
 * STS on one machine: AssumeRoleWithWebIdentity, which fetches the issuer's discovery document and keys and checks the
 * token against them and the role's trust, and GetCallerIdentity. Unlike IAM it takes an issuer over http. What a
 * session may do is not limited here.
 */
export function createSts({ clock, roles, credentials, fetch = globalThis.fetch }: StsOptions): Sts {
  const sessions = createSessions(clock);
  const providers = roles.map(({ trust }) => ({ issuer: trust.issuer, audiences: [trust.audience] }));

  async function assumeRoleWithWebIdentity(params: URLSearchParams): Promise<Elements> {
    const form = formOf(params);
    const who = await verifyWebIdentity(form.WebIdentityToken, { providers, fetch, clock });
    const role = roles.find(({ arn }) => arn === form.RoleArn);
    const trusted = role && role.trust.issuer === who.issuer && role.trust.subject === who.subject;
    if (!trusted || role.trust.audience !== who.audience) throw denied('AssumeRoleWithWebIdentity');
    if (form.DurationSeconds > role.maxSessionSeconds)
      throw invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
    const arn = `arn:aws:sts::${account}:assumed-role/${role.arn.split('/').at(-1)}/${form.RoleSessionName}`;
    const userId = `${role.id}:${form.RoleSessionName}`;
    const session = sessions.open({ arn, userId }, form.DurationSeconds);
    return {
      Credentials: credentialsElement(session),
      SubjectFromWebIdentityToken: who.subject,
      AssumedRoleUser: { AssumedRoleId: userId, Arn: arn },
      Provider: `arn:aws:iam::${account}:oidc-provider/${new URL(who.issuer).host}`,
      Audience: who.audience,
    };
  }

  function getCallerIdentity(request: Request): Elements {
    const signer = signerOf(request);
    if (!signer)
      throw new StsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
    const session = sessions.find(signer);
    if (session) return { Arn: session.arn, UserId: session.userId, Account: account };
    if (signer !== credentials.accessKeyId)
      throw new StsError(
        'InvalidClientTokenId',
        'The security token included in the request is invalid.',
        403,
      );
    return { Arn: `arn:aws:iam::${account}:user/shark`, UserId: 'AIDASHARKSHARKSHARKSH', Account: account };
  }

  async function act(request: Request, requestId: string): Promise<Response> {
    const params = new URLSearchParams(await request.text());
    const action = params.get('Action') ?? '';
    if (action === 'AssumeRoleWithWebIdentity')
      return answer(action, await assumeRoleWithWebIdentity(params), requestId);
    if (action === 'GetCallerIdentity') return answer(action, getCallerIdentity(request), requestId);
    throw new StsError('NotImplemented', `${action || 'This'} is not done by this stand-in.`, 501);
  }

  const app = new Hono();
  app.post('/', async (c) => {
    const requestId = randomUUID();
    try {
      return await act(c.req.raw, requestId);
    } catch (error) {
      if (error instanceof StsError) return refusal(error, requestId);
      throw error;
    }
  });
  return { app, sessions };
}
