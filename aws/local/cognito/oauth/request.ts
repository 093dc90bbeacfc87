import type { Pool } from '../pool.ts';
import type { Client } from '../settings.ts';

/** A refusal that cannot go back to the app: the client or its redirect URI is not known. Shown as a page. */
export class PageRefusal extends Error {
  override name = 'PageRefusal';
}

/** A refusal that goes back to the app's redirect URI (RFC 6749 section 4.1.2.1). */
export class RequestRefusal extends Error {
  override name = 'RequestRefusal';
  readonly location: string;

  constructor(redirectUri: string, state: string | null, error: string, description?: string) {
    super(error);
    const params = { error, ...(description && { error_description: description }), ...(state && { state }) };
    this.location = withParams(redirectUri, params);
  }
}

/** An authorization request that may be answered with a code. */
export type AuthorizationRequest = {
  client: Client;
  redirectUri: string;
  scope: string;
  state: string | null;
  nonce: string | null;
  challenge: string;
  prompt: string | null;
  loginHint: string;
  /** As it came, for the pages that follow. */
  query: string;
};

/** An address with these parameters, in the place of any it has by those names. */
export function withParams(uri: string, params: Record<string, string>): string {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
  return url.href;
}

function knownClient(pool: Pool, query: URLSearchParams): { client: Client; redirectUri: string } {
  const client = pool.client(query.get('client_id') ?? '');
  if (!client) throw new PageRefusal('The app that sent you here is not known.');
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!client.redirectUris.includes(redirectUri))
    throw new PageRefusal('The app asked to come back to an address that is not registered for it.');
  return { client, redirectUri };
}

function scopeOf(client: Client, asked: string | null): string | null {
  const scopes = asked?.split(' ').filter(Boolean) ?? [];
  if (scopes.length === 0) return client.scopes.join(' ');
  return scopes.every((scope) => client.scopes.includes(scope)) ? scopes.join(' ') : null;
}

/**
 * Reads the query of `/oauth2/authorize` and of the pages behind it: code flow with PKCE S256 and an exact redirect URI.
 * Throws PageRefusal or RequestRefusal. (docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html)
 */
export function readRequest(pool: Pool, text: string): AuthorizationRequest {
  const query = new URLSearchParams(text);
  const { client, redirectUri } = knownClient(pool, query);
  const state = query.get('state');
  const refuse = (error: string, description?: string) =>
    new RequestRefusal(redirectUri, state, error, description);
  if (new Set(query.keys()).size !== [...query.keys()].length)
    throw refuse('invalid_request', 'a parameter is given twice');
  if (query.get('response_type') !== 'code') throw refuse('unsupported_response_type');
  if (!client.flows.includes('code')) throw refuse('unauthorized_client');
  const challenge = query.get('code_challenge') ?? '';
  if (query.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(challenge))
    throw refuse('invalid_request', 'code_challenge with method S256 is required');
  const scope = scopeOf(client, query.get('scope'));
  if (scope === null) throw refuse('invalid_scope');
  const rest = {
    nonce: query.get('nonce'),
    prompt: query.get('prompt'),
    loginHint: query.get('login_hint') ?? '',
  };
  return { client, redirectUri, scope, state, challenge, ...rest, query: query.toString() };
}
