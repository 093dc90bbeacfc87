import { Hono } from 'hono';
import { type Client, cliPorts } from '../../../shared/command-line.ts';
import { AppError } from '../../../shared/errors.ts';
import { personScopes } from '../../../shared/people.ts';
import { commandLineClient } from '../auth/clients.ts';
import type { AppEnv } from '../context.ts';
import { noQuery } from '../middleware/input.ts';

/** `/api/client`: how a command line signs somebody in; public, as all of it stands in the address of a sign-in. */
export const client = new Hono<AppEnv>().get('/', noQuery(), (c) => {
  const { settings } = c.var.services;
  const cliClientId = commandLineClient(settings);
  if (!cliClientId) throw new AppError('not_found', 'This service has no client for command lines.');
  const told: Client = {
    app: settings.APP_ORIGIN,
    login: settings.LOGIN_ORIGIN,
    cliClientId,
    redirectPorts: cliPorts,
    scopes: [...personScopes],
  };
  return c.json(told);
});
