import { clientSchema } from '../../../../shared/command-line.ts';
import { meSchema } from '../../../../shared/people.ts';
import { spendSchema } from '../../../../shared/spend.ts';
import type { OperationTable } from '../operation.ts';
import { documentSchema, healthSchema } from '../shapes/general.ts';

/** The document, health, how to sign in and who is asking. */
export const general: OperationTable = {
  'GET /api/health': {
    id: 'readHealth',
    summary: 'Whether the Worker answers',
    scope: null,
    answers: { 200: healthSchema },
    errors: [],
  },
  'GET /api/openapi.json': {
    id: 'readDocument',
    summary: 'This document',
    scope: null,
    answers: { 200: documentSchema },
    errors: [],
  },
  'GET /api/client': {
    id: 'readClient',
    summary: 'What a command line needs to sign somebody in',
    description:
      'Authorization code with PKCE (S256) at `login`, with a callback at `http://localhost:<port>/callback` on one of the ports.',
    scope: null,
    answers: { 200: clientSchema },
    errors: ['invalid_request', 'not_found'],
  },
  'GET /api/me': {
    id: 'readMe',
    summary: 'Who is asking',
    scope: 'videos/read',
    answers: { 200: meSchema },
    errors: ['invalid_request'],
  },
  'GET /api/spend': {
    id: 'readSpend',
    summary: 'What encoding costs this month',
    description: 'Estimates of what is being made and what was billed for the rest, by UTC month.',
    scope: 'videos/manage',
    answers: { 200: spendSchema },
    errors: ['invalid_request'],
  },
};
