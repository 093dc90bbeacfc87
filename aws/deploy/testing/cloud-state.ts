export type Bucket = { objects: number; uploads: string[] };

/** Everything two accounts remember. */
export type CloudState = {
  signedIn: { aws: boolean; cloudflare: boolean };
  cloudflareAccounts: { id: string; name: string }[];
  worker: { vars: Record<string, string>; secrets: Map<string, string>; domain: string } | null;
  /** Every value that was ever a secret. */
  secretsSeen: Set<string>;
  certificates: { arn: string; domain: string; owner: string }[];
  /** A person has added all DNS records they were shown. */
  recordsAdded: boolean;
  identities: Map<string, string>;
  /** SES mails to verified addresses only. */
  inSandbox: boolean;
  bootstrapped: boolean;
  stack: {
    outputs: Record<string, string>;
    resources: { type: string; id: string }[];
    keepData: boolean;
    distribution: string;
  } | null;
  buckets: Map<string, Bucket>;
  tables: Map<string, { isProtected: boolean }>;
  pools: Map<string, { isProtected: boolean }>;
  users: Map<string, { groups: string[]; status: string; modifiedSeconds: number }>;
  invitationsSent: number;
  accessKeys: string[];
  jobs: string[];
  deployments: number;
};

export const emptyCloud = (): CloudState => ({
  signedIn: { aws: true, cloudflare: true },
  cloudflareAccounts: [{ id: 'cf1', name: 'Team' }],
  worker: null,
  secretsSeen: new Set(),
  certificates: [],
  recordsAdded: true,
  identities: new Map(),
  inSandbox: false,
  bootstrapped: false,
  stack: null,
  buckets: new Map(),
  tables: new Map(),
  pools: new Map(),
  users: new Map(),
  invitationsSent: 0,
  accessKeys: [],
  jobs: [],
  deployments: 0,
});
