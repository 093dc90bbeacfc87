import * as z from 'zod';

/** The one table from error code to HTTP status; codes are promises to callers, messages are not. */
export const statusOf = {
  invalid_request: 400,
  unauthenticated: 401,
  token_expired: 401,
  budget_exceeded: 402,
  forbidden: 403,
  insufficient_scope: 403,
  not_found: 404,
  conflict: 409,
  invalid_state: 409,
  upload_incomplete: 409,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media_type: 415,
  media_rejected: 422,
  rate_limited: 429,
  internal: 500,
  not_implemented: 501,
  upstream_error: 502,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof statusOf;

export const errorCodeSchema = z.enum(Object.keys(statusOf) as [ErrorCode, ...ErrorCode[]]);

/** One input field that was refused: `path` is dotted (`parts.0.etag`). */
export const fieldErrorSchema = z.object({ path: z.string(), message: z.string() });
export type FieldError = z.infer<typeof fieldErrorSchema>;

export const errorBodySchema = z.object({
  error: z.object({
    code: errorCodeSchema,
    message: z.string(),
    requestId: z.string(),
    details: z.object({ fields: z.array(fieldErrorSchema) }).optional(),
  }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;

/**
 * The one error that callers are meant to see. `message` is plain words and never holds a token, cookie or signed URL;
 * `cause` is for the log.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: readonly FieldError[];
  /** When trying again may help, where that is known. */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: ErrorCode,
    message: string,
    options: { fields?: readonly FieldError[]; cause?: unknown; retryAfterSeconds?: number } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.fields = options.fields ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds ?? (this.status === 503 ? 2 : null);
  }

  get status() {
    return statusOf[this.code];
  }
}
