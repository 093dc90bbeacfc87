import type { Refusal } from '../sigv4/signature-refused.ts';
import { stsRefusal } from '../sts/signature-refusal.ts';

const mismatch = 'The request signature we calculated does not match the signature you provided.';
const skewed = 'Signature expired or not yet current: the request time is too far from now.';

const words: Record<Refusal, [type: string, message: string]> = {
  missing: ['MissingAuthenticationTokenException', 'Missing Authentication Token'],
  malformed: ['IncompleteSignatureException', 'The authorization cannot be read.'],
  version_2: ['IncompleteSignatureException', 'Please use AWS4-HMAC-SHA256.'],
  unknown_key: ['UnrecognizedClientException', 'The security token included in the request is invalid.'],
  session_token: ['UnrecognizedClientException', 'The security token included in the request is invalid.'],
  session_expired: ['ExpiredTokenException', 'The security token included in the request is expired'],
  region: ['InvalidSignatureException', 'Credential should be scoped to a valid region.'],
  mismatch: ['InvalidSignatureException', mismatch],
  skewed: ['InvalidSignatureException', skewed],
  early: ['InvalidSignatureException', skewed],
  expired: ['InvalidSignatureException', skewed],
  unsigned_header: ['InvalidSignatureException', mismatch],
};

/** Services whose protocol is JSON 1.x answer 400 to a bad signature, the REST ones 403. */
const answering400 = new Set(['dynamodb', 'cognito-idp', 'events']);

/** An error of a service that speaks JSON: the type in a header and in the body, for either protocol. */
export function jsonError(type: string, message: string, status: number, requestId: string): Response {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-errortype': type,
    'x-amzn-requestid': requestId,
  };
  return new Response(JSON.stringify({ __type: type, message }), { status, headers });
}

/** Says a refused signature in the service's own words. S3 has its own. */
export function signatureRefusal(service: string, reason: Refusal, requestId: string): Response {
  if (service === 'sts') return stsRefusal(reason, requestId);
  return jsonError(...words[reason], answering400.has(service) ? 400 : 403, requestId);
}

/** The answer where there is no such service. */
export const notImplemented = (service: string, requestId: string): Response =>
  jsonError('NotImplementedException', `There is no ${service} here.`, 501, requestId);
