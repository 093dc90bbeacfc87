import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { AppError, type ErrorBody, type ErrorCode } from '../../../shared/errors.ts';
import type { AppEnv } from '../context.ts';
import { showError } from '../pages/show.tsx';
import type { Services } from '../services.ts';
import { refusalOf } from './upstream-failure.ts';

/** What RFC 6750, section 3 asks of a refusal. */
const challenge: Partial<Record<ErrorCode, string>> = {
  unauthenticated: 'Bearer',
  token_expired: 'Bearer error="invalid_token", error_description="expired"',
  insufficient_scope: 'Bearer error="insufficient_scope"',
};

/** Every error as the one that callers are meant to see; what is inside an unknown one stays inside. */
function toAppError(error: unknown): AppError {
  // Hono's validator throws this for a body that is not JSON.
  if (error instanceof HTTPException && error.status === 400)
    return new AppError('invalid_request', 'The request body is not JSON.', { cause: error });
  return refusalOf(error);
}

function errorBody({ code, message, fields }: AppError, requestId: string): ErrorBody {
  const details = fields.length > 0 ? { details: { fields: [...fields] } } : {};
  return { error: { code, message, requestId, ...details } };
}

const wantsPage = (c: Context) =>
  !c.req.path.startsWith('/api/') && (c.req.header('Accept') ?? '').includes('text/html');

/** Answers any error: JSON for the API, a page for a browser that asks for one. */
export function onError(error: Error, c: Context<AppEnv>): Response | Promise<Response> {
  const known = toAppError(error);
  const requestId = c.get('requestId');
  const services: Services | undefined = c.get('services');
  // Without services (wrong settings) nothing else logs this request.
  if (!services) console.error(JSON.stringify({ level: 'error', requestId, ...causeOf(known) }));
  c.header('Cache-Control', 'no-store');
  const scheme = challenge[known.code];
  if (scheme) c.header('WWW-Authenticate', scheme);
  if (known.retryAfterSeconds !== null) c.header('Retry-After', String(known.retryAfterSeconds));
  if (wantsPage(c)) return showError(c, known);
  return c.json(errorBody(known, requestId), known.status);
}

/**
 * What the log says of an error that is ours: the cause's name and message, for whoever looks into it. Messages of the
 * SDK hold no credentials or signed URLs. Nothing for refusals.
 */
export function causeOf(error: unknown): Record<string, unknown> {
  const { status, code, cause } = toAppError(error);
  if (status < 500) return {};
  const { name, message, stack } = cause instanceof Error ? cause : new Error(String(cause));
  return { code, name, message, ...(code === 'internal' ? { stack } : {}) };
}

/** The answer at an address that nothing is at. */
export const notFound = (c: Context<AppEnv>) =>
  onError(new AppError('not_found', 'There is nothing at this address.'), c);
