import { escapeMarkup } from '../http/markup.ts';

/** S3's error codes that this stand-in answers, with their status (docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html). */
const statusOf = {
  AccessDenied: 403,
  AccessForbidden: 403,
  AuthorizationHeaderMalformed: 400,
  BadDigest: 400,
  BadRequest: 400,
  EntityTooSmall: 400,
  EntityTooLarge: 400,
  ExpiredToken: 400,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidDigest: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  InvalidToken: 400,
  InvalidURI: 400,
  KeyTooLongError: 400,
  MalformedXML: 400,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchCORSConfiguration: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  NotImplemented: 501,
  PreconditionFailed: 412,
  RequestTimeout: 400,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
  ServiceUnavailable: 503,
  XAmzContentSHA256Mismatch: 400,
} as const;

export type S3Code = keyof typeof statusOf;

/** An answer of S3's that refuses; the message is a person's. */
export class S3Error extends Error {
  readonly code: S3Code;
  constructor(code: S3Code, message: string) {
    super(message);
    this.code = code;
  }
}

export const noSuchBucket = () => new S3Error('NoSuchBucket', 'The specified bucket does not exist');
export const noSuchKey = () => new S3Error('NoSuchKey', 'The specified key does not exist.');
export const preconditionFailed = () =>
  new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');

export type ErrorPlace = { requestId: string; resource: string; region: string; method: string };

/** S3's error document; an answer to HEAD has no body, so clients that signed for another region read it in a header. */
export function errorResponse(
  { code, message }: S3Error,
  { requestId, resource, region, method }: ErrorPlace,
) {
  const status = statusOf[code];
  const isElsewhere = code === 'AuthorizationHeaderMalformed';
  const headers = {
    'content-type': 'application/xml',
    'x-amz-request-id': requestId,
    ...(isElsewhere ? { 'x-amz-bucket-region': region } : {}),
  };
  if (method === 'HEAD') return new Response(null, { status, headers });
  const where = isElsewhere ? `<Region>${region}</Region>` : '';
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>${code}</Code><Message>${escapeMarkup(message)}</Message>${where}<Resource>${escapeMarkup(resource)}</Resource><RequestId>${requestId}</RequestId></Error>`;
  return new Response(body, { status, headers });
}
