import { errorResponse } from '../s3/errors.ts';
import type { Refusal } from '../sigv4/verify.ts';
import type { ServiceName } from './route.ts';

const s3Words: Record<Refusal, [code: string, message: string]> = {
  missing: ['AccessDenied', 'Access Denied'],
  malformed: ['InvalidRequest', 'The authorization cannot be read.'],
  unknown_key: ['InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.'],
  mismatch: [
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided.',
  ],
  skewed: [
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
  ],
  expired: ['AccessDenied', 'Request has expired'],
};

const jsonWords: Record<Refusal, [type: string, message: string]> = {
  missing: ['MissingAuthenticationTokenException', 'Missing Authentication Token'],
  malformed: ['IncompleteSignatureException', 'The authorization cannot be read.'],
  unknown_key: ['UnrecognizedClientException', 'The security token included in the request is invalid.'],
  mismatch: [
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided.',
  ],
  skewed: ['InvalidSignatureException', 'Signature expired: the request time is too far from now.'],
  expired: ['InvalidSignatureException', 'Signature expired.'],
};

/** A JSON service's error: DynamoDB and Cognito answer 400 to a bad signature, the REST services 403. */
export function jsonError(type: string, message: string, status: number, requestId: string): Response {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-errortype': type,
    'x-amzn-requestid': requestId,
  };
  return new Response(JSON.stringify({ __type: type, message }), { status, headers });
}

/** Says a refused signature in the service's own words. */
export function refuse(service: ServiceName, reason: Refusal, requestId: string, bare: boolean): Response {
  if (service === 's3') return errorResponse(...s3Words[reason], requestId, '', bare);
  const status = service === 'dynamodb' || service === 'cognito-idp' ? 400 : 403;
  return jsonError(...jsonWords[reason], status, requestId);
}
