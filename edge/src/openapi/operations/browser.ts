import { callbackQuerySchema, loginQuerySchema } from '../../routes/auth.ts';
import { helpFormSchema } from '../../routes/help.tsx';
import type { OperationTable } from '../operation.ts';

/** Signing in and out of the pages. */
export const browser: OperationTable = {
  'GET /auth/login': {
    id: 'signIn',
    summary: 'Sign in',
    description: 'Goes to the sign-in pages, or straight to `return` for somebody who is signed in there.',
    scope: null,
    query: loginQuerySchema,
    headers: { in: [], out: ['Location', 'Set-Cookie'] },
    answers: { 302: null },
    errors: ['invalid_request', 'unavailable'],
  },
  'GET /auth/callback': {
    id: 'finishSignIn',
    summary: 'Back from the sign-in pages',
    description: 'Exchanges the code and puts the session into cookies; no script ever sees a token.',
    scope: null,
    query: callbackQuerySchema,
    headers: { in: [], out: ['Location', 'Set-Cookie'] },
    answers: { 302: null },
    errors: ['invalid_request', 'unauthenticated', 'unavailable'],
  },
  'GET /auth/help': {
    id: 'readHelp',
    summary: 'Help for whoever cannot sign in',
    scope: null,
    answers: { 200: 'page' },
    errors: [],
  },
  'POST /auth/help': {
    id: 'askForHelp',
    summary: 'Send an invitation again that ran out',
    description: 'The answer is the same for every address.',
    scope: null,
    form: helpFormSchema,
    headers: { in: ['Origin'], out: [] },
    answers: { 200: 'page' },
    errors: ['invalid_request', 'forbidden', 'rate_limited'],
  },
  'POST /auth/refresh': {
    id: 'renewSession',
    summary: 'Renew the session',
    description: 'Takes the cookie with the refresh token, which only addresses below `/auth` are sent.',
    scope: null,
    headers: { in: ['Origin'], out: ['Set-Cookie'] },
    answers: { 204: null },
    errors: ['unauthenticated', 'forbidden', 'unavailable'],
  },
  'POST /auth/logout': {
    id: 'signOut',
    summary: 'Sign out',
    description:
      'Revokes the refresh token, takes the cookies away and goes on to end the sign-in pages’ session.',
    scope: null,
    headers: { in: ['Origin'], out: ['Location', 'Set-Cookie'] },
    answers: { 303: null },
    errors: ['forbidden'],
  },
};
