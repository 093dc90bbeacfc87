import * as z from 'zod';
import { withSigningKey } from './signing/signing-key.ts';

const varsSchema = z.object({
  VERSION: z.string().default('dev'),
  /** Origins, without a trailing slash. */
  APP_ORIGIN: z.url(),
  MEDIA_ORIGIN: z.url(),
  /** The parent domain of both, for the media cookies; without it they belong to the host alone. */
  COOKIE_DOMAIN: z.string().optional(),
  ORG: z.string(),
  /** US dollars that encoding may cost in a month (UTC); without it there is no cap. */
  MONTHLY_CAP_USD: z.coerce.number().min(0).optional(),
  AWS_REGION: z.string(),
  AWS_ENDPOINT_URL: z.url().optional(),
  /** The Worker's role, and the key it signs its identity with (P-256: PEM, JWK or JWK set): AWS without a lasting key. */
  ROLE_ARN: z
    .string()
    .regex(/^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/)
    .optional(),
  ISSUER_PRIVATE_KEY: z.string().min(1).optional(),
  /** An access key in place of both. */
  AWS_ACCESS_KEY_ID: z.string().min(1).optional(),
  AWS_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  TABLE_NAME: z.string(),
  UPLOADS_BUCKET: z.string(),
  MEDIA_BUCKET: z.string(),
  USER_POOL_ID: z.string(),
  /** `https://cognito-idp.<region>.amazonaws.com/<poolId>`; its JWKS is at `<issuer>/.well-known/jwks.json`. */
  ISSUER: z.url(),
  /** Where Cognito's sign-in pages and OAuth endpoints are. */
  LOGIN_ORIGIN: z.url(),
  WEB_CLIENT_ID: z.string(),
  /** Other accepted clients of people, comma separated; the first is the command line's. */
  PERSON_CLIENT_IDS: z.string().default(''),
  /** JSON: bot client id to its organisation. */
  BOT_CLIENTS: z.string().default('{}'),
  /** Days an invitation's temporary password lives; as the user pool is set. */
  INVITATION_DAYS: z.coerce.number().int().default(30),
  /** Invitations that may be mailed in a day (UTC): Cognito's own mailer sends 50, SES what its account may. */
  MAILS_PER_DAY: z.coerce.number().int().min(1).default(50),
  KEY_PAIR_ID: z.string(),
  /** PEM, PKCS#8: RSA-2048 or P-256. */
  SIGNING_PRIVATE_KEY: z.string(),
  SIGNING_HASH: z.enum(['SHA1', 'SHA256']).default('SHA1'),
  /** 32 bytes, base64url: seals the refresh token, the e-mail and login state. */
  SESSION_SECRET: z.string(),
});

const keyless = ['ROLE_ARN', 'ISSUER_PRIVATE_KEY'] as const;
const accessKey = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;

/** What is missing of a way into AWS: of the keyless one unless only an access key was begun. */
function missingOf(vars: z.infer<typeof varsSchema>): string[] {
  const missing = (names: typeof keyless | typeof accessKey) => names.filter((name) => !vars[name]);
  if (missing(keyless).length === 0 || missing(accessKey).length === 0) return [];
  return missing(accessKey).length === 1 && missing(keyless).length === 2
    ? missing(accessKey)
    : missing(keyless);
}

/** The Worker's vars and secrets. Nothing here says where it runs: with AWS's values the same code talks to AWS. */
export const envSchema = varsSchema.superRefine((vars, context) => {
  for (const name of missingOf(vars))
    context.addIssue({ code: 'custom', path: [name], message: 'is needed to reach AWS' });
});
export type Settings = z.infer<typeof envSchema>;

/** Reads the Worker's vars and secrets. Throws a TypeError that names the wrong ones, never their values. */
export function readSettings(env: Record<string, unknown>): Settings {
  const read = envSchema.safeParse(withSigningKey(env));
  if (read.success) return read.data;
  const names = read.error.issues.map((issue) => issue.path.join('.'));
  throw new TypeError(`wrong or missing settings: ${[...new Set(names)].join(', ')}`);
}
