import type { LambdaEnv } from '../lambdas/env.ts';
import { botScopes, redirectUriOf } from './clients.ts';
import type { LocalSettings } from './settings.ts';
import type { CoreState } from './state.ts';

/** What the things of the local core are called. */
export const region = 'eu-west-1';
const org = 'shark';
export const table = 'shark';
export const uploadsBucket = 'shark-uploads';
export const mediaBucket = 'shark-media';
export const invitationDays = 30;
/** The inbox takes any number; enough that nobody runs out of them while trying things. */
const mailsPerDay = 1000;

export type Origins = Record<'app' | 'media' | 'aws' | 'login' | 'inbox', string>;

/** What the handlers are told, as the stack tells them on Lambda. */
export const lambdaEnvOf = (settings: LocalSettings, endpoint: string, monthlyCapUsd: number): LambdaEnv => ({
  TABLE_NAME: table,
  UPLOADS_BUCKET: uploadsBucket,
  MEDIA_BUCKET: mediaBucket,
  ORGS: org,
  MEDIACONVERT_ROLE_ARN: 'arn:aws:iam::111122223333:role/shark-mediaconvert',
  MEDIACONVERT_QUEUE_ARN: `arn:aws:mediaconvert:${region}:111122223333:queues/Default`,
  MONTHLY_CAP_USD: String(monthlyCapUsd),
  AWS_REGION: region,
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: settings.accessKeyId,
  AWS_SECRET_ACCESS_KEY: settings.secretAccessKey,
});

/** What the world outside is told. */
export const stateOf = (
  settings: LocalSettings,
  origins: Origins,
  issuer: string,
  version: string,
): CoreState => ({
  version,
  startedAt: new Date().toISOString(),
  org,
  region,
  ...origins,
  accessKeyId: settings.accessKeyId,
  secretAccessKey: settings.secretAccessKey,
  uploadsBucket,
  mediaBucket,
  table,
  keyPairId: settings.keyPairId,
  userPoolId: settings.userPoolId,
  issuer,
  jwksUri: `${issuer}/.well-known/jwks.json`,
  clientId: settings.webClientId,
  redirectUri: redirectUriOf(origins.app),
  bot: { ...settings.bot, scopes: botScopes },
  admin: settings.admin,
  viewer: settings.viewer,
});

/** Every var and secret of the Worker. */
export const workerVarsOf = (
  settings: LocalSettings,
  state: CoreState,
  { domain, monthlyCapUsd }: { domain: string | undefined; monthlyCapUsd: number },
): Record<string, string> => ({
  VERSION: state.version,
  APP_ORIGIN: state.app,
  MEDIA_ORIGIN: state.media,
  ...(domain && { COOKIE_DOMAIN: domain }),
  ORG: org,
  MONTHLY_CAP_USD: String(monthlyCapUsd),
  AWS_REGION: region,
  AWS_ENDPOINT_URL: state.aws,
  AWS_ACCESS_KEY_ID: state.accessKeyId,
  AWS_SECRET_ACCESS_KEY: state.secretAccessKey,
  TABLE_NAME: table,
  UPLOADS_BUCKET: uploadsBucket,
  MEDIA_BUCKET: mediaBucket,
  USER_POOL_ID: state.userPoolId,
  ISSUER: state.issuer,
  LOGIN_ORIGIN: state.login,
  WEB_CLIENT_ID: state.clientId,
  PERSON_CLIENT_IDS: settings.cliClientId,
  BOT_CLIENTS: JSON.stringify({ [settings.bot.clientId]: org }),
  INVITATION_DAYS: String(invitationDays),
  MAILS_PER_DAY: String(mailsPerDay),
  KEY_PAIR_ID: state.keyPairId,
  SIGNING_PRIVATE_KEY: settings.signingPrivateKey,
  SESSION_SECRET: settings.sessionSecret,
});
