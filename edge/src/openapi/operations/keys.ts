import { keysRequestSchema, keysSchema } from '../../../../shared/playback.ts';
import { type OperationTable, setsCookies } from '../operation.ts';

/** The cookies that open a video's files. */
export const keys: OperationTable = {
  'GET /api/keys': {
    id: 'fetchKeys',
    summary: 'Cookies for a video, or for the card images',
    scope: 'videos/read',
    query: keysRequestSchema,
    headers: setsCookies,
    answers: { 200: keysSchema },
    errors: ['invalid_request', 'not_found'],
  },
  'POST /api/keys': {
    id: 'openKeys',
    summary: 'Cookies for a video, or for the card images',
    scope: 'videos/read',
    body: keysRequestSchema,
    bodyOptional: true,
    headers: setsCookies,
    answers: { 200: keysSchema },
    errors: ['invalid_request', 'not_found'],
  },
};
