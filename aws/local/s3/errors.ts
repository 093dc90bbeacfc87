/** S3's error codes that this stand-in answers, with their status (docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html). */
const statusOf = {
  AccessDenied: 403,
  BadDigest: 400,
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
  KeyTooLongError: 400,
  MalformedXML: 400,
  MethodNotAllowed: 405,
  NoSuchBucket: 404,
  NoSuchCORSConfiguration: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  NotImplemented: 501,
  NotModified: 304,
  PreconditionFailed: 412,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
  SlowDown: 503,
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

const isCode = (code: string): code is S3Code => code in statusOf;

export const escapeXml = (text: string) => text.replace(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** S3's error document; a HEAD answer and 304 have no body. */
export function errorResponse(
  code: string,
  message: string,
  requestId: string,
  resource = '',
  bare = false,
): Response {
  const known: S3Code = isCode(code) ? code : 'InternalError';
  const status = statusOf[known];
  const headers = { 'content-type': 'application/xml', 'x-amz-request-id': requestId };
  if (bare || status === 304) return new Response(null, { status, headers });
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${known}</Code><Message>${escapeXml(message)}</Message><Resource>${escapeXml(resource)}</Resource><RequestId>${requestId}</RequestId></Error>`;
  return new Response(body, { status, headers });
}
