import * as z from 'zod';
import { type Aws, createAws } from '../aws-cli.ts';
import type { Deployment } from '../deployment.ts';
import { describeRecords } from '../dns-record.ts';
import { patiently } from '../patiently.ts';
import { indent, type Step } from '../step.ts';
import { ownTag } from './certificate.ts';

const identitySchema = z.object({
  VerifiedForSendingStatus: z.boolean().default(false),
  DkimAttributes: z.object({ Tokens: z.array(z.string()).default([]) }).optional(),
});

export type Mail = NonNullable<Deployment['settings']['mail']>;

export const mailRegion = ({ region }: Mail, settings: { region: string }) => region ?? settings.region;

async function readIdentity(ses: Aws, domain: string) {
  const found = await ses.find('sesv2', 'get-email-identity', '--email-identity', domain);
  return found ? identitySchema.parse(found) : null;
}

/** SES signs mails by keys at these names (docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim-easy.html). */
const recordsOf = (tokens: string[], domain: string) =>
  tokens.map((token) => ({
    type: 'CNAME',
    name: `${token}._domainkey.${domain}`,
    value: `${token}.dkim.amazonses.com`,
  }));

/** The domain that invitations are sent from, verified with SES by three DNS records. */
export function verifyMailDomain({ world, settings }: Deployment, mail: Mail): Step {
  const domain = mail.identityDomain;
  const ses = createAws(world, mailRegion(mail, settings));
  const isVerified = async () => Boolean((await readIdentity(ses, domain))?.VerifiedForSendingStatus);
  return {
    name: 'DNS of the mail domain',
    plan: () => [
      `makes the SES identity ${domain} in ${mailRegion(mail, settings)}, unless there is one`,
      `you add three records, shown then: CNAME  <token>._domainkey.${domain}  →  <token>.dkim.amazonses.com`,
    ],
    done: isVerified,
    async run() {
      const tag = `Key=${ownTag},Value=${settings.stackName}`;
      if (!(await readIdentity(ses, domain)))
        await ses.call('sesv2', 'create-email-identity', '--email-identity', domain, '--tags', tag);
      const tokens = (await readIdentity(ses, domain))?.DkimAttributes?.Tokens ?? [];
      const records = describeRecords(recordsOf(tokens, domain));
      world.say(indent(`${records}\nwaiting for SES to see them…`));
      if (await patiently(world, isVerified)) return undefined;
      return {
        waitingFor: `SES has not seen the records yet. ${records}\nThen run npm run deploy again.`,
        blocks: true,
      };
    },
  };
}
