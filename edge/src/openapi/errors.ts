import { type ErrorBody, type ErrorCode, statusOf } from '../../../shared/errors.ts';
import { remedies } from '../../../shared/remedies.ts';
import type { Operation } from './operation.ts';

/** What each code says, for instance. */
const messages: Record<ErrorCode, string> = {
  invalid_request: 'Something in the request is not as it should be.',
  unauthenticated: 'Sign in first.',
  token_expired: 'The access token has expired.',
  budget_exceeded: 'This month’s budget for transcoding is used up.',
  forbidden: 'Only admins may do this.',
  insufficient_scope: 'The access token lacks the scope videos/manage.',
  not_found: 'There is nothing under this id.',
  conflict: 'Others are changing this video right now; try again.',
  invalid_state: 'A video can be published once it is ready.',
  upload_incomplete: 'The file has not arrived whole.',
  precondition_failed: 'Somebody has changed this video in the meantime.',
  too_large: 'The request body may have 2 MiB at most.',
  unsupported_media_type: 'The request body must be application/json.',
  media_rejected: 'There is neither picture nor sound in this file.',
  rate_limited: 'Too many requests.',
  internal: 'Something went wrong on our side.',
  not_implemented: 'This is not done yet.',
  upstream_error: 'A service behind this one refused.',
  unavailable: 'A service behind this one is busy; try again.',
};

const fields: Partial<Record<ErrorCode, { path: string; message: string }[]>> = {
  invalid_request: [{ path: 'title', message: 'Too small: expected string to have >=1 characters' }],
  upload_incomplete: [{ path: 'parts.1', message: 'has not arrived' }],
};

const exampleOf = (code: ErrorCode): ErrorBody => ({
  error: {
    code,
    message: messages[code],
    requestId: '5f0d3c1e-8a47-4b6c-9e2d-1c7b0a9f8e6d',
    ...(fields[code] ? { details: { fields: fields[code] } } : {}),
  },
});

const codes = Object.keys(statusOf) as ErrorCode[];

/** One example a code, with what to do about it. */
export const errorExamples = Object.fromEntries(
  codes.map((code) => [code, { summary: remedies[code], value: exampleOf(code) }]),
);

/** Errors that an operation may answer: its own and those of every operation of its kind. */
function codesOf({ scope, body, form, picture, method, errors }: Operation): ErrorCode[] {
  const authorised = ['unauthenticated', 'token_expired', 'insufficient_scope'] as const;
  const called = ['upstream_error', 'unavailable'] as const;
  return [
    ...errors,
    ...(scope ? [...authorised, ...called] : []),
    ...(scope && (scope === 'videos/manage' || method !== 'get') ? (['forbidden'] as const) : []),
    ...(body || picture ? (['too_large', 'unsupported_media_type'] as const) : []),
    ...(form ? (['too_large'] as const) : []),
    'internal',
  ];
}

/** The codes of an operation by their status, both ascending. */
export function errorsByStatus(operation: Operation): Map<number, ErrorCode[]> {
  const known = new Set(codesOf(operation));
  return Map.groupBy(
    codes.filter((code) => known.has(code)),
    (code) => statusOf[code],
  );
}
