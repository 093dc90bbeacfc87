import type { Signable } from '../sigv4/canonical.ts';

const services = ['dynamodb', 'mediaconvert', 'cognito-idp', 'ses', 'events', 'sts'] as const;
export type ServiceName = (typeof services)[number];

/** Whom a request is for; `nobody` names a service that is not here. */
export type Route =
  | { to: 's3' }
  | { to: 'well-known' }
  | { to: 'service'; service: ServiceName | 'local' }
  | { to: 'nobody'; service: string };

const isService = (name: string): name is ServiceName => services.some((known) => known === name);

const byTarget: [string, ServiceName][] = [
  ['DynamoDB_', 'dynamodb'],
  ['AWSCognitoIdentityProviderService.', 'cognito-idp'],
  ['AWSEvents.', 'events'],
];

/** The service that a credential is for, read without judging the rest of it; null without a credential. */
function signedService({ headers, query }: Signable): string | null {
  const params = new URLSearchParams(query);
  const authorization = headers.get('authorization');
  const credential = authorization?.match(/Credential=([^,\s]+)/)?.[1] ?? params.get('X-Amz-Credential');
  return credential?.split('/').at(-2) ?? (authorization === undefined ? null : '');
}

function routeUnsigned({ headers, method, path }: Signable): Route {
  const target = headers.get('x-amz-target') ?? '';
  const named = byTarget.find(([prefix]) => target.startsWith(prefix));
  if (named) return { to: 'service', service: named[1] };
  const isForm = headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') === true;
  // Query protocol, of which only STS is called unsigned.
  if (method === 'POST' && path === '/' && isForm) return { to: 'service', service: 'sts' };
  return /^\/[\w-]+\/\.well-known\//.test(path) ? { to: 'well-known' } : { to: 's3' };
}

/**
 * Whose request this is: the controls by their path (no bucket begins with `_`), then by the credential's service; unsigned
 * ones by `X-Amz-Target`, the form of STS, `/<poolId>/.well-known/`, and else S3. A browser's preflight carries the
 * query of a presigned URL, if any, and is S3's.
 */
export function routeOf(request: Signable): Route {
  if (request.path.startsWith('/_local/')) return { to: 'service', service: 'local' };
  if (request.method === 'OPTIONS') return routeUnsigned(request);
  const service = signedService(request);
  if (service === null) return routeUnsigned(request);
  if (service === 's3' || service === '') return { to: 's3' };
  return isService(service) ? { to: 'service', service } : { to: 'nobody', service };
}

/** Cognito's calls that carry no signature: its model marks them `smithy.api#noAuth` or `aws.auth#optionalAuth`. */
const unsignedCognito = new Set([
  ...['InitiateAuth', 'RespondToAuthChallenge', 'ForgotPassword', 'ConfirmForgotPassword', 'SignUp'],
  ...['ConfirmSignUp', 'ResendConfirmationCode', 'GetUser', 'ChangePassword', 'GlobalSignOut'],
  ...['RevokeToken', 'UpdateUserAttributes', 'DeleteUser', 'GetTokensFromRefreshToken'],
]);

export function mayBeUnsigned(service: string, { method, headers }: Signable): boolean {
  if (service === 's3') return method === 'OPTIONS';
  // Which action it is stands in the body: STS itself asks for a signature where one is needed.
  if (service === 'sts') return true;
  const operation = headers.get('x-amz-target')?.split('.')[1] ?? '';
  return service === 'cognito-idp' && unsignedCognito.has(operation);
}
