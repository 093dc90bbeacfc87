import { Hono } from 'hono';
import { inviteManySchema, invitePersonSchema, listPeopleQuerySchema } from '../../../shared/people.ts';
import type { AppEnv } from '../context.ts';
import { body, jsonBody, noQuery, personParam, query } from '../middleware/input.ts';
import { privateResponse } from '../middleware/private-response.ts';
import { freshPerson, requireAdminPerson, requireScope } from '../middleware/session.ts';
import { disablePerson } from '../people/disable.ts';
import { invitePerson, resendInvitation } from '../people/invite.ts';
import { inviteMany } from '../people/invite-many.ts';
import { listPeople } from '../people/people.ts';

export const people = new Hono<AppEnv>()
  .use(privateResponse(), requireAdminPerson())
  .get('/', requireScope('videos/read'), query(listPeopleQuerySchema), async (c) =>
    c.json(await listPeople(c.var.services, c.var.who, c.req.valid('query'))),
  )
  .post(
    '/',
    requireScope('videos/manage'),
    freshPerson(),
    noQuery(),
    jsonBody(),
    body(invitePersonSchema),
    async (c) => c.json(await invitePerson(c.var.services, c.var.who, c.req.valid('json')), 201),
  )
  .post(
    '/bulk',
    requireScope('videos/manage'),
    freshPerson(),
    noQuery(),
    jsonBody(),
    body(inviteManySchema),
    async (c) => c.json(await inviteMany(c.var.services, c.var.who, c.req.valid('json'))),
  )
  .post('/:id/resend', requireScope('videos/manage'), freshPerson(), personParam(), noQuery(), async (c) =>
    c.json(await resendInvitation(c.var.services, c.var.who, c.req.valid('param').id)),
  )
  .delete('/:id', requireScope('videos/manage'), freshPerson(), personParam(), noQuery(), async (c) => {
    await disablePerson(c.var.services, c.var.who, c.req.valid('param').id);
    return c.body(null, 204);
  });
