import { callbackQuerySchema, loginQuerySchema } from '../../routes/auth.ts';
import { type OperationTable, setsCookies } from '../operation.ts';

/** Signing in and out of the pages. */
export const browser: OperationTable = {
  'GET /auth/login': {
    summary: 'Sign in',
    scope: null,
    query: loginQuerySchema,
    answers: { 302: null },
    errors: ['invalid_request'],
  },
  'GET /auth/callback': {
    summary: 'Back from the sign-in pages',
    scope: null,
    query: callbackQuerySchema,
    answers: { 302: null },
    errors: ['invalid_request', 'unauthenticated'],
  },
  'POST /auth/refresh': {
    summary: 'Renew the session',
    scope: null,
    headers: setsCookies,
    answers: { 204: null },
    errors: ['unauthenticated', 'forbidden'],
  },
  'POST /auth/logout': {
    summary: 'Sign out',
    scope: null,
    headers: setsCookies,
    answers: { 303: null },
    errors: ['forbidden'],
  },
};
