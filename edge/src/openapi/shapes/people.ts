import {
  type Invitation,
  invitationSchema,
  invitationsSchema,
  inviteManySchema,
  invitePersonSchema,
  type Person,
  peopleListSchema,
  personSchema,
} from '../../../../shared/people.ts';
import { helpFormSchema } from '../../routes/help.tsx';
import { shape } from '../shape.ts';
import { personId } from './ids.ts';

const person: Person = {
  id: personId,
  email: 'nina@example.com',
  role: 'viewer',
  status: 'invited',
  invitedAt: '2026-11-24T10:00:00.000Z',
  expiresAt: '2026-12-24T10:00:00.000Z',
};

const invited: Invitation = {
  line: 1,
  address: 'Nina <nina@example.com>',
  email: 'nina@example.com',
  state: 'new',
  sent: true,
  person,
  error: null,
};

const refused: Invitation = {
  line: 2,
  address: 'olaf at example.com',
  email: null,
  state: 'invalid',
  sent: false,
  person: null,
  error: null,
};

export const personShapes = [
  shape('HelpForm', helpFormSchema, { email: 'nina@example.com' }),
  shape('NewPerson', invitePersonSchema, { email: 'nina@example.com', role: 'viewer' }),
  shape('NewPeople', inviteManySchema, {
    addresses: 'Nina <nina@example.com>\nolaf at example.com',
    role: 'viewer',
    dryRun: false,
  }),
  shape('Invitation', invitationSchema, invited),
  shape('Invitations', invitationsSchema, {
    results: [invited, refused],
    duplicates: 0,
    mails: { left: 49, perDay: 50, resetsAt: '2026-11-25T00:00:00.000Z' },
  }),
  shape('Person', personSchema, person),
  shape('PeopleList', peopleListSchema, { people: [person], nextCursor: null }),
];
