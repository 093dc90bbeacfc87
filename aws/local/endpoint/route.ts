import type { Signable } from '../sigv4/canonical.ts';
import { credentialOf } from '../sigv4/verify.ts';

export type ServiceName =
  | 's3'
  | 'dynamodb'
  | 'mediaconvert'
  | 'cognito-idp'
  | 'ses'
  | 'events'
  | 'sts'
  | 'local';

const byTarget: [string, ServiceName][] = [
  ['DynamoDB_', 'dynamodb'],
  ['AWSCognitoIdentityProviderService.', 'cognito-idp'],
  ['AWSEvents.', 'events'],
];

const known = new Set<string>(['s3', 'dynamodb', 'mediaconvert', 'cognito-idp', 'ses', 'events', 'sts']);
const isService = (name: string): name is ServiceName => known.has(name);

/** Whose request this is: by the credential scope, then X-Amz-Target, then the form's Action, then S3. */
export function serviceOf(request: Signable): ServiceName {
  if (request.path.startsWith('/_local/')) return 'local';
  const service = credentialOf(request)?.service ?? '';
  if (isService(service)) return service;
  const target = request.headers.get('x-amz-target') ?? '';
  const named = byTarget.find(([prefix]) => target.startsWith(prefix));
  if (named) return named[1];
  const form = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded');
  return form && request.path === '/' ? 'sts' : 's3';
}

/** Cognito's calls that carry no signature: the ones an app without a secret of AWS's makes. */
const unsignedCognito = new Set([
  'InitiateAuth',
  'RespondToAuthChallenge',
  'ForgotPassword',
  'ConfirmForgotPassword',
  'SignUp',
  'ConfirmSignUp',
  'ResendConfirmationCode',
  'GetUser',
  'ChangePassword',
  'GlobalSignOut',
  'RevokeToken',
]);

export function mayBeUnsigned(service: ServiceName, request: Signable): boolean {
  const operation = request.headers.get('x-amz-target')?.split('.')[1] ?? '';
  return service === 'cognito-idp' && unsignedCognito.has(operation);
}
