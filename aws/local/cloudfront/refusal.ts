/** An answer in CloudFront's or its S3 origin's own shape: an XML `Error` with a code and a sentence. */
export type Refusal = { status: 403 | 404 | 412 | 416 | 500 | 501; code: string; message: string };

/**
 * What CloudFront says to a cookie it does not accept. Sentences are those of
 * repost.aws/knowledge-center/cloudfront-troubleshoot-signed-url-cookies where it has them; the rest, and the codes, were
 * not compared with the service.
 */
export const refusals = {
  missingKey: {
    status: 403,
    code: 'MissingKey',
    message: 'Missing Key-Pair-Id query parameter or cookie value',
  },
  unknownKey: { status: 403, code: 'InvalidKey', message: 'Unknown Key' },
  malformedPolicy: { status: 403, code: 'MalformedPolicy', message: 'Malformed Policy' },
  malformedSignature: { status: 403, code: 'MalformedSignature', message: 'Could not unencode Signature' },
  accessDenied: { status: 403, code: 'AccessDenied', message: 'Access denied' },
  method: {
    status: 403,
    code: 'AccessDenied',
    message: 'This distribution is not configured to allow the HTTP request method that was used.',
  },
  noSuchKey: { status: 404, code: 'NoSuchKey', message: 'The specified key does not exist.' },
  preconditionFailed: {
    status: 412,
    code: 'PreconditionFailed',
    message: 'At least one of the pre-conditions you specified did not hold',
  },
  invalidRange: { status: 416, code: 'InvalidRange', message: 'The requested range is not satisfiable' },
  internal: { status: 500, code: 'InternalError', message: 'We encountered an internal error.' },
} as const satisfies Record<string, Refusal>;

/** What the real service does and this stand-in does not. */
export const notImplemented = (what: string): Refusal => ({
  status: 501,
  code: 'NotImplemented',
  message: `${what} is not implemented here.`,
});

/** The refusal as a response; `headers` are added to its own. */
export function refusalResponse(refusal: Refusal, headers: Record<string, string> = {}): Response {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${refusal.code}</Code><Message>${refusal.message}</Message></Error>`;
  return new Response(xml, {
    status: refusal.status,
    headers: { 'content-type': 'text/xml', 'x-cache': 'Error from cloudfront', ...headers },
  });
}
