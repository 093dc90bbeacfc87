import type { Context } from 'hono';

/** An error of the token and revocation endpoints (RFC 6749 section 5.2); Cognito answers each with 400. */
export class OAuthError extends Error {
  override name = 'OAuthError';
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export const methodNotAllowed = (allowed: string) => (c: Context) =>
  c.json({ error: 'method_not_allowed' }, 405, { Allow: allowed });
