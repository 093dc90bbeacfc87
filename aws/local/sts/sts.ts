import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { Clock } from '../ports.ts';
import { assumeRoleWithWebIdentity } from './assume-role-with-web-identity.ts';
import { StsError } from './errors.ts';
import { getCallerIdentity } from './get-caller-identity.ts';
import type { Fetch } from './identity-provider.ts';
import type { Role } from './roles.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { answer, refusal } from './xml.ts';

export type StsOptions = { clock: Clock; roles: Role[]; fetch?: Fetch };

export type Sts = {
  /** Answers `POST /`; a signature was checked before, if there is one. */
  app: Hono;
  sessions: Sessions;
};

/** STS on one machine, as far as the Worker needs it. What a session may do is not limited here. */
export function createSts({ clock, roles, fetch = globalThis.fetch }: StsOptions): Sts {
  const sessions = createSessions(clock);

  async function act(request: Request, requestId: string): Promise<Response> {
    const params = new URLSearchParams(await request.text());
    const action = params.get('Action') ?? '';
    if (action === 'AssumeRoleWithWebIdentity') {
      const result = await assumeRoleWithWebIdentity(params, { roles, sessions, clock, fetch });
      return answer(action, result, requestId);
    }
    if (action === 'GetCallerIdentity')
      return answer(action, getCallerIdentity(request, sessions), requestId);
    throw new StsError('NotImplemented', `${action || 'This'} is not done by this stand-in.`, 501);
  }

  const app = new Hono();
  app.post('/', async (c) => {
    const requestId = randomUUID();
    return act(c.req.raw, requestId).catch((error: unknown) => {
      if (error instanceof StsError) return refusal(error, requestId);
      throw error;
    });
  });
  return { app, sessions };
}
