import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { createRemoteJWKSet } from 'jose';
import { type AcceptedClients, acceptedClients } from './auth/clients.ts';
import { createSeal, type Seal } from './auth/seal.ts';
import { createTokenVerifier, type TokenVerifier } from './auth/verify-token.ts';
import type { Bindings } from './context.ts';
import { type CredentialsProvider, createCredentials } from './credentials/credentials.ts';
import { readSettings, type Settings } from './env.ts';
import { createSearch, type Search, withoutIndex } from './search/search.ts';
import { createCookieSigner } from './signing/cookie-signer.ts';
import type { CookieSigner } from './signing/signer.ts';

/** Everything the routes work with: made once an isolate, handed to every request as `c.var.services`. */
export type Services = {
  settings: Settings;
  clients: AcceptedClients;
  /** Milliseconds since 1970. */
  clock: { now: () => number };
  randomBytes: (length: number) => Uint8Array<ArrayBuffer>;
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
  log: (line: Record<string, unknown>) => void;
  /** What the three clients sign with. */
  credentials: CredentialsProvider;
  dynamodb: DynamoDBClient;
  s3: S3Client;
  cognito: CognitoIdentityProviderClient;
  search: Search;
  verifyToken: TokenVerifier;
  seal: Seal;
  signer: CookieSigner;
};

const logLine: Services['log'] = (line) => console.log(JSON.stringify(line));

/** Explicit credentials: the browser build of the SDK, which workerd gets, has no credential chain. */
function awsConfig(settings: Settings, credentials: CredentialsProvider) {
  return {
    region: settings.AWS_REGION,
    ...(settings.AWS_ENDPOINT_URL ? { endpoint: settings.AWS_ENDPOINT_URL } : {}),
    credentials,
    maxAttempts: 3,
    requestHandler: { requestTimeout: 20_000 },
  };
}

/** The Worker's one composition root; `overrides` replace clock, keys and the like in tests. */
export function createServices(settings: Settings, overrides: Partial<Services> = {}): Services {
  const clock = overrides.clock ?? { now: () => Date.now() };
  const clients = acceptedClients(settings);
  const fetcher: Services['fetch'] = overrides.fetch ?? ((url, init) => fetch(url, init));
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const credentials = overrides.credentials ?? createCredentials(settings, { clock, fetch: fetcher, wait });
  const aws = awsConfig(settings, credentials);
  const keys = createRemoteJWKSet(new URL(`${settings.ISSUER}/.well-known/jwks.json`));
  return {
    settings,
    clients,
    clock,
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    fetch: fetcher,
    log: logLine,
    credentials,
    dynamodb: new DynamoDBClient(aws),
    s3: new S3Client({
      ...aws,
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
    cognito: new CognitoIdentityProviderClient(aws),
    search: withoutIndex,
    verifyToken: createTokenVerifier({ keys, issuer: settings.ISSUER, clients, clock }),
    seal: createSeal({ secret: settings.SESSION_SECRET, clock }),
    signer: createCookieSigner(settings),
    ...overrides,
  };
}

const ofIsolate = new WeakMap<object, Services>();

/** The services of this isolate; made at the first request, because only requests carry the settings. */
export function servicesOf(env: Bindings): Services {
  const known = ofIsolate.get(env);
  if (known) return known;
  const { CATALOG_INDEX: indexes } = env;
  const search = indexes ? createSearch(indexes, logLine) : withoutIndex;
  const made = createServices(readSettings(env), { search });
  ofIsolate.set(env, made);
  return made;
}
