import type { ErrorCode } from './errors.ts';

/** What somebody who calls the API does next about an error. */
export const remedies: Record<ErrorCode, string> = {
  invalid_request: 'Correct the fields that are named, then send it again.',
  unauthenticated: 'Sign in again, or send an access token of this service.',
  token_expired: 'Get a new access token with the refresh token, or sign in again.',
  budget_exceeded: 'Wait for the next month, or have the cap raised.',
  forbidden: 'Ask an admin of your organisation.',
  insufficient_scope: 'Get a token with the scope that is named.',
  not_found: 'Look the id up again: it may have been deleted, or you may not see it.',
  conflict: 'Read it again, then decide; somebody else was faster, or it is done already.',
  invalid_state: 'Wait until its state allows it, then send it again.',
  upload_incomplete: 'Ask which parts have arrived, send the missing ones, then complete it again.',
  precondition_failed: 'Read it again, then make your change on what is there now.',
  too_large: 'Send less.',
  unsupported_media_type: 'Send one of the formats that are taken.',
  media_rejected: 'Send another file.',
  rate_limited: 'Wait a minute, then send it again.',
  internal: 'Send it again in a minute; if it stays, report the request id.',
  not_implemented: 'Do without it.',
  upstream_error: 'Report the request id to whoever runs this service.',
  unavailable: 'Send it again after the seconds that Retry-After names.',
};
