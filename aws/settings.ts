import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { orgSchema } from '../shared/ids.ts';

const hostSchema = z
  .string()
  .regex(
    /^(?!-)[a-z0-9-]{1,63}(\.(?!-)[a-z0-9-]{1,63})+$/,
    'must be a host name in lower case, like app.example.com',
  );

const mailAddressSchema = z.email('must be an e-mail address');

const mailSchema = z.strictObject({
  /** The sender of invitations; at the identity's domain. */
  from: mailAddressSchema,
  fromName: z.string().default('Shark Video'),
  /** A domain verified with SES, out of its sandbox. */
  identityDomain: hostSchema,
  /** SES's region where it is not the stack's. */
  region: z.string().optional(),
  /** Invitations in a day: the sending quota that SES shows for the account and region. Its sandbox has 200. */
  perDay: z.int().min(1).default(200),
});

const concurrencySchema = z.int().min(1).optional();

/**
 * What one deployment is: `deploy.json`, read by the stack and by the deployment command. No secret belongs here.
 * Names of AWS things are made by AWS; only what people choose is set.
 */
export const settingsSchema = z
  .strictObject({
    stackName: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/)
      .default('shark-video'),
    /** Of everything but CloudFront and its certificate. */
    region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region, like eu-west-1'),
    org: orgSchema.default('shark'),
    /** What people call the organisation; invitations name it. `org` with a capital if absent. */
    organisation: z
      .string()
      .regex(/^[^{}\p{Cc}]{1,60}$/u, 'is a name of up to 60 characters, without braces')
      .optional(),
    /** The common parent of both hosts: media cookies are set for it. */
    parentDomain: hostSchema,
    appDomain: hostSchema,
    mediaDomain: hostSchema,
    /** The media host's certificate; CloudFront reads it in us-east-1 only. */
    certificateArn: z
      .string()
      .regex(
        /^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/,
        'must be the ARN of a certificate in us-east-1',
      ),
    /** Begins `https://<prefix>.auth.<region>.amazoncognito.com`; unique in the region. Derived from the app's host if absent. */
    loginPrefix: z
      .string()
      .regex(/^(?!.*(aws|amazon|cognito))[a-z0-9](-?[a-z0-9]){0,62}$/)
      .optional(),
    /** Without it Cognito mails itself: 50 a day, from no-reply@verificationemail.com. */
    mail: mailSchema.optional(),
    invitationDays: z.int().min(1).max(365).default(30),
    /** The e-mail of the first person invited; alarms go there too unless `alarmEmail` says otherwise. */
    firstAdmin: mailAddressSchema,
    alarmEmail: mailAddressSchema.optional(),
    /** US dollars a month at which mail is sent (at 80 per cent, and when the forecast passes it). */
    monthlyBudgetUsd: z.number().positive().default(50),
    /** The tallest quality made, in pixels of the short side: 2160 is 4K, at four times the price of 1080 and more. */
    maxShortSide: z.literal([720, 1080, 1440, 2160]).default(1080),
    /**
     * US dollars that encoding may cost a month (UTC), by the estimates and then by what was billed: a video beyond it
     * is refused.
     */
    monthlyCapUsd: z.number().min(0).default(50),
    /** Off unless set: an account's limit may be 10, and Lambda keeps 10 unreserved. */
    reservedConcurrency: z
      .strictObject({
        submitJob: concurrencySchema,
        recordJob: concurrencySchema,
        sweep: concurrencySchema,
      })
      .default({}),
    logDays: z.union([z.literal(7), z.literal(30), z.literal(90), z.literal(365)]).default(90),
    /** An app client for one program. False leaves it out: Cognito may charge for it each month, used or not. */
    botClient: z.boolean().default(true),
    /** How the Worker gets AWS credentials: short-lived ones as its own OIDC issuer, or an IAM user's static keys. */
    workerAccess: z.enum(['keyless', 'static-keys']).default('keyless'),
    /** False lets the stack's removal take videos, catalog and people along. */
    keepData: z.boolean().default(true),
  })
  .refine(
    ({ parentDomain, appDomain, mediaDomain }) =>
      [appDomain, mediaDomain].every((host) => host.endsWith(`.${parentDomain}`)),
    { path: ['parentDomain'], message: 'must be the common parent of appDomain and mediaDomain' },
  );
export type Settings = z.infer<typeof settingsSchema>;
export type SettingsInput = z.input<typeof settingsSchema>;

/** What synthesis uses while there is no `deploy.json`; never to be deployed. */
export const exampleSettings: Settings = settingsSchema.parse({
  region: 'eu-west-1',
  parentDomain: 'video.example.com',
  appDomain: 'app.video.example.com',
  mediaDomain: 'media.video.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-4000-8000-000000000000',
  firstAdmin: 'admin@example.com',
} satisfies SettingsInput);

/**
 * The settings of a file, or null when there is none.
 * @throws ZodError that names every setting that is missing or wrong; SyntaxError for what is not JSON
 */
export function readSettings(path: string): Settings | null {
  return existsSync(path) ? settingsSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
}

/** Who gets the mail of alarms and of the budget. */
export const alarmAddressOf = ({ alarmEmail, firstAdmin }: Settings) => alarmEmail ?? firstAdmin;

export const appOriginOf = ({ appDomain }: Settings) => `https://${appDomain}`;
export const mediaOriginOf = ({ mediaDomain }: Settings) => `https://${mediaDomain}`;

/** Who invites, as mails say it. */
export const organisationOf = ({ organisation, org }: Settings) =>
  organisation ?? org.charAt(0).toUpperCase() + org.slice(1);

/** The prefix of the sign-in pages' host; hexadecimal, so that none of the words Cognito refuses can occur in it. */
export const loginPrefixOf = ({ loginPrefix, appDomain }: Settings) =>
  loginPrefix ?? `video-${createHash('sha256').update(appDomain).digest('hex').slice(0, 12)}`;

/** How many invitations may be mailed in a day: Cognito's own mailer sends 50 (docs.aws.amazon.com/cognito/latest/developerguide/quotas.html). */
export const mailsPerDayOf = ({ mail }: Settings) => mail?.perDay ?? 50;
