import type { Clock, Mailer } from '../ports.ts';

/** An app client as the user pool has it. */
export type Client = {
  id: string;
  /** Absent: a public client. */
  secret?: string;
  name: string;
  flows: ('code' | 'client_credentials')[];
  /** Compared character by character. */
  redirectUris: string[];
  logoutUris: string[];
  /** `openid`, `email` and the resource server's own, as `videos/read`. */
  scopes: string[];
  /** `ALLOW_USER_PASSWORD_AUTH`, `ALLOW_REFRESH_TOKEN_AUTH`; what is absent is refused. */
  explicitAuthFlows: string[];
  accessTokenMinutes: number;
  /** A used refresh token is replaced and lives on for 60 s. */
  refreshRotation: boolean;
};

export type Settings = {
  /** The stand-in keeps everything in `<dataDir>/cognito`. */
  dataDir: string;
  clock: Clock;
  mailer: Mailer;
  region: string;
  poolId: string;
  /** `iss` of every token: `<aws endpoint>/<poolId>`, without a trailing slash. */
  issuer: string;
  /** Where the sign-in pages and OAuth endpoints are. */
  loginOrigin: string;
  /** Where invitations lead. */
  appOrigin: string;
  clients: Client[];
  /** The pool's groups. */
  groups: string[];
  /** Days a temporary password lives. */
  invitationDays: number;
  mailFrom: string;
  /** Who invites, as mails say it. */
  organisation: string;
  /** scrypt's N; tests take a small one. */
  scryptCost: number;
};

const defaults = {
  groups: ['admins'],
  invitationDays: 30,
  mailFrom: 'Shark Video <no-reply@shark.localhost>',
  organisation: 'Shark',
  scryptCost: 16_384,
};

export type SettingsInput = Omit<Settings, keyof typeof defaults> &
  Partial<Pick<Settings, keyof typeof defaults>>;

export const settingsOf = (input: SettingsInput): Settings => ({ ...defaults, ...input });
