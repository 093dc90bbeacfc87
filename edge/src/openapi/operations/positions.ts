import { positionSchema } from '../../../../shared/position.ts';
import type { OperationTable } from '../operation.ts';

/** Where people stopped watching. */
export const positions: OperationTable = {
  'PUT /api/videos/{id}/position': {
    id: 'keepPosition',
    summary: 'Keep where a person stopped watching',
    description: 'For people; never for bots.',
    scope: 'videos/read',
    body: positionSchema,
    answers: { 204: null },
    errors: ['invalid_request', 'not_found', 'invalid_state'],
  },
};
