import * as z from 'zod';
import type { Clock } from '../ports.ts';
import { denied, invalid, StsError } from './errors.ts';
import type { Fetch } from './identity-provider.ts';
import { account, assumed, type Role } from './roles.ts';
import type { SessionKey, Sessions } from './sessions.ts';
import { verifyWebIdentity, type WebIdentity } from './web-identity.ts';
import type { Elements } from './xml.ts';

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

/** The role, if its trust policy lets this identity take it; no more is said to who may not. */
function trusting(roles: Role[], roleArn: string, who: WebIdentity): Role {
  const role = roles.find(({ arn }) => arn === roleArn);
  const holds =
    role?.trust.issuer === who.issuer &&
    role.trust.audience === who.audience &&
    role.trust.subject === who.subject;
  if (!role || !holds) throw denied('AssumeRoleWithWebIdentity');
  return role;
}

const credentialsElement = ({ accessKeyId, secretAccessKey, sessionToken, expiresAtMs }: SessionKey) => ({
  AccessKeyId: accessKeyId,
  SecretAccessKey: secretAccessKey,
  SessionToken: sessionToken,
  Expiration: new Date(expiresAtMs).toISOString().replace('.000Z', 'Z'),
});

type Surroundings = { roles: Role[]; sessions: Sessions; clock: Clock; fetch: Fetch };

/**
 * Opens a session for the bearer of a token: fetches the issuer's discovery document and keys, checks the token against
 * them and the role's trust. Unlike IAM it takes an issuer over http.
 * @throws StsError
 */
export async function assumeRoleWithWebIdentity(
  params: URLSearchParams,
  { roles, sessions, clock, fetch }: Surroundings,
): Promise<Elements> {
  const form = formOf(params);
  const providers = roles.map(({ trust }) => ({ issuer: trust.issuer, audiences: [trust.audience] }));
  const who = await verifyWebIdentity(form.WebIdentityToken, { providers, fetch, clock });
  const role = trusting(roles, form.RoleArn, who);
  if (form.DurationSeconds > role.maxSessionSeconds)
    throw invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  const session = sessions.open(assumed(role, form.RoleSessionName), form.DurationSeconds);
  return {
    Credentials: credentialsElement(session),
    SubjectFromWebIdentityToken: who.subject,
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
    Provider: `arn:aws:iam::${account}:oidc-provider/${new URL(who.issuer).host}`,
    Audience: who.audience,
  };
}
