import {
  invitationsSchema,
  inviteManySchema,
  invitePersonSchema,
  listPeopleQuerySchema,
  peopleListSchema,
  personSchema,
} from '../../../../shared/people.ts';
import type { OperationTable } from '../operation.ts';

/** Who is let in. */
export const people: OperationTable = {
  'GET /api/people': {
    id: 'listPeople',
    summary: 'List people',
    scope: 'videos/read',
    admin: true,
    query: listPeopleQuerySchema,
    answers: { 200: peopleListSchema },
    errors: ['invalid_request', 'forbidden'],
  },
  'POST /api/people': {
    id: 'invitePerson',
    summary: 'Invite somebody',
    scope: 'videos/manage',
    admin: true,
    body: invitePersonSchema,
    answers: { 201: personSchema },
    errors: ['invalid_request', 'conflict', 'rate_limited'],
  },
  'POST /api/people/bulk': {
    id: 'inviteMany',
    summary: 'Invite many',
    description: 'Safe to repeat; `dryRun` only tells what would happen.',
    scope: 'videos/manage',
    admin: true,
    body: inviteManySchema,
    answers: { 200: invitationsSchema },
    errors: ['invalid_request'],
  },
  'POST /api/people/{id}/resend': {
    id: 'resendInvitation',
    summary: 'Invite again, or let in again',
    scope: 'videos/manage',
    admin: true,
    answers: { 200: personSchema },
    errors: ['invalid_request', 'not_found', 'conflict', 'rate_limited'],
  },
  'DELETE /api/people/{id}': {
    id: 'disablePerson',
    summary: 'Shut somebody out',
    scope: 'videos/manage',
    admin: true,
    answers: { 204: null },
    errors: ['invalid_request', 'not_found', 'conflict'],
  },
};
