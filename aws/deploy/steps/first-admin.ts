import * as z from 'zod';
import type { Deployment } from '../deployment.ts';
import { ToolFailure } from '../refusal.ts';
import { indent, type Step } from '../step.ts';

const groupsSchema = z.object({ Groups: z.array(z.object({ GroupName: z.string() })).default([]) });
const group = 'admins';
const dayMs = 24 * 60 * 60 * 1000;

/** The command line of version 1 writes times as seconds since 1970, that of version 2 in words. */
const timeSchema = z.union([
  z.number().transform((seconds) => new Date(seconds * 1000)),
  z.string().transform((text) => new Date(text)),
]);
const userSchema = z.object({ UserStatus: z.string(), UserLastModifiedDate: timeSchema });

/** Cognito mails the first admin an invitation with a temporary password; nobody else ever sees it. */
export function inviteFirstAdmin({ aws, stack, settings, world }: Deployment): Step {
  const email = settings.firstAdmin;
  const poolUser = async () => {
    const pool = (await stack.outputs())?.['UserPoolId'];
    if (!pool) throw new ToolFailure('the stack does not name its user pool');
    return ['--user-pool-id', pool, '--username', email];
  };
  const readUser = async () => {
    const found = await aws.find('cognito-idp', 'admin-get-user', ...(await poolUser()));
    return found ? userSchema.parse(found) : null;
  };
  const hasExpired = async () => {
    const user = await readUser();
    const endMs = (user?.UserLastModifiedDate.getTime() ?? 0) + settings.invitationDays * dayMs;
    return user?.UserStatus === 'FORCE_CHANGE_PASSWORD' && world.now() >= endMs;
  };
  const isAdmin = async () => {
    const found = await aws.find('cognito-idp', 'admin-list-groups-for-user', ...(await poolUser()));
    return found !== null && groupsSchema.parse(found).Groups.some(({ GroupName }) => GroupName === group);
  };
  return {
    name: 'First admin',
    plan: () => [
      `invites ${email} by e-mail, as an admin, unless they are one already; again when the invitation has run out`,
    ],
    done: async () => (await isAdmin()) && !(await hasExpired()),
    async run() {
      const who = await poolUser();
      const create = ['cognito-idp', 'admin-create-user', ...who, '--desired-delivery-mediums', 'EMAIL'];
      const attributes = [`Name=email,Value=${email}`, 'Name=email_verified,Value=true'];
      const user = await readUser();
      const expired = await hasExpired();
      if (!user) await aws.call(...create, '--user-attributes', ...attributes);
      else if (expired) await aws.call(...create, '--message-action', 'RESEND');
      if (!user || expired)
        world.say(
          indent(`invited ${email}; the temporary password is good for ${settings.invitationDays} days`),
        );
      await aws.call('cognito-idp', 'admin-add-user-to-group', ...who, '--group-name', group);
      return undefined;
    },
  };
}
