import { callbackQuerySchema, loginQuerySchema } from '../../routes/auth.ts';
import { helpFormSchema } from '../../routes/help.tsx';
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
  'GET /auth/help': {
    summary: 'Help for whoever cannot sign in (a page)',
    scope: null,
    answers: { 200: null },
    errors: [],
  },
  'POST /auth/help': {
    summary: 'Send an invitation again that ran out; the answer is the same for every address (a page)',
    scope: null,
    form: helpFormSchema,
    answers: { 200: null },
    errors: ['invalid_request', 'forbidden', 'rate_limited'],
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
