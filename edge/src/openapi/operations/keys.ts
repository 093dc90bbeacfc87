import { keysRequestSchema, keysSchema } from '../../../../shared/playback.ts';
import { type OperationTable, setsCookies } from '../operation.ts';

/** The cookies that open a video's files. */
export const keys: OperationTable = {
  'POST /api/keys': {
    id: 'openKeys',
    summary: 'Open a video, or the card images',
    scope: 'videos/read',
    body: keysRequestSchema,
    bodyOptional: true,
    headers: setsCookies,
    answers: { 200: keysSchema },
    errors: ['invalid_request', 'not_found'],
  },
  'GET /api/keys': {
    id: 'fetchKeys',
    summary: 'The same by GET',
    scope: 'videos/read',
    query: keysRequestSchema,
    headers: setsCookies,
    answers: { 200: keysSchema },
    errors: ['invalid_request', 'not_found'],
  },
};
