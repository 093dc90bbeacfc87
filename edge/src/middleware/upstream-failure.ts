import { AppError } from '../../../shared/errors.ts';

/** What the SDK hangs on every error a service answered. */
type ServiceError = Error & { $metadata: { httpStatusCode?: number }; $retryable?: { throttling?: boolean } };

const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && '$metadata' in error && typeof error.$metadata === 'object';

const throttling = [
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'LimitExceededException',
  'SlowDown',
];

const unreachable = ['TimeoutError', 'AbortError', 'NetworkError'];

/** workerd and the SDK's fetch handler have no class of their own for a connection that failed. */
const isNetworkFailure = (error: Error) =>
  unreachable.includes(error.name) ||
  /network connection lost|fetch failed|failed to fetch|connection refused|did not complete within|internal error; reference/i.test(
    error.message,
  );

/**
 * An AWS service that is busy, broken or out of reach is `unavailable` (try again); one that refused what we asked is
 * an `upstream_error` (trying again will not help). Null for errors that come from nowhere else than here.
 */
export function upstreamFailure(error: unknown): AppError | null {
  if (!(error instanceof Error)) return null;
  const busy = () =>
    new AppError('unavailable', 'A service behind this one is busy; try again.', { cause: error });
  if (isServiceError(error)) {
    const { httpStatusCode = 503 } = error.$metadata;
    if (httpStatusCode >= 500 || httpStatusCode === 429 || throttling.includes(error.name)) return busy();
    return new AppError('upstream_error', 'A service behind this one refused.', { cause: error });
  }
  return isNetworkFailure(error) ? busy() : null;
}

/** Anything thrown, as the error that callers are meant to see: `internal` for what nobody foresaw. */
export const refusalOf = (error: unknown): AppError =>
  error instanceof AppError
    ? error
    : (upstreamFailure(error) ??
      new AppError('internal', 'Something went wrong on our side.', { cause: error }));
