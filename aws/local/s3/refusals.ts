import type { Refusal } from '../sigv4/signature-refused.ts';
import type { S3Code } from './errors.ts';

/** S3's answers to signatures it does not take (docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html). */
export const signatureRefusals: Record<Refusal, [code: S3Code, message: string]> = {
  missing: ['AccessDenied', 'Access Denied'],
  malformed: ['AuthorizationHeaderMalformed', 'The authorization you provided cannot be read.'],
  version_2: [
    'InvalidRequest',
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  ],
  unknown_key: ['InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.'],
  session_token: ['InvalidToken', 'The provided token is malformed or otherwise invalid.'],
  session_expired: ['ExpiredToken', 'The provided token has expired.'],
  region: ['AuthorizationHeaderMalformed', 'The region of the credential is wrong.'],
  mismatch: [
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided.',
  ],
  skewed: [
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
  ],
  early: ['AccessDenied', 'Request is not valid yet'],
  expired: ['AccessDenied', 'Request has expired'],
  unsigned_header: ['AccessDenied', 'There were headers present in the request which were not signed'],
};
