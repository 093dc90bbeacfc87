import type { Refusal } from '../sigv4/signature-refused.ts';
import { StsError } from './errors.ts';
import { refusal } from './xml.ts';

const invalidToken = 'The security token included in the request is invalid.';

const words: Partial<Record<Refusal, [code: string, message: string]>> = {
  malformed: ['IncompleteSignature', 'The authorization cannot be read.'],
  unknown_key: ['InvalidClientTokenId', invalidToken],
  session_token: ['InvalidClientTokenId', invalidToken],
  session_expired: ['ExpiredToken', 'The security token included in the request is expired'],
};
const mismatch: [string, string] = [
  'SignatureDoesNotMatch',
  'The request signature we calculated does not match the signature you provided.',
];

/** A refused signature in the words of STS. */
export const stsRefusal = (reason: Refusal, requestId: string): Response =>
  refusal(new StsError(...(words[reason] ?? mismatch), 403), requestId);
