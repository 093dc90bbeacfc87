import * as z from 'zod';
import { createAws } from '../aws-cli.ts';
import type { Deployment } from '../deployment.ts';
import type { Step } from '../step.ts';
import { type Mail, mailRegion } from './mail.ts';

const accountSchema = z.object({ ProductionAccessEnabled: z.boolean().default(false) });

/**
 * SES mails to anybody. Every account begins in its sandbox, region by region
 * (docs.aws.amazon.com/ses/latest/dg/request-production-access.html).
 */
export function leaveSandbox({ world, settings }: Deployment, mail: Mail): Step {
  const region = mailRegion(mail, settings);
  const ses = createAws(world, region);
  return {
    name: 'Sandbox of SES',
    plan: () => [
      `asks whether SES in ${region} mails to anybody; changes nothing. If not, you ask AWS for that, once`,
    ],
    done: async () => accountSchema.parse(await ses.call('sesv2', 'get-account')).ProductionAccessEnabled,
    run: async () => ({
      waitingFor: [
        `SES in ${region} is in its sandbox: it mails to verified addresses only, so nobody else can be invited.`,
        'Ask AWS for production access in the SES console, which takes about a day. Then run npm run deploy again.',
        'Or take "mail" out of deploy.json for now: Cognito then sends up to 50 mails a day by itself.',
      ].join('\n'),
      blocks: true,
    }),
  };
}
