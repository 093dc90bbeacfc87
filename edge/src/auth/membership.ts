/** Who is asking, as told by a verified access token and nothing else. */
export type Membership = {
  kind: 'person' | 'bot';
  org: string;
  role: 'admin' | 'viewer' | 'bot';
  /** `sub` of a person, client id of a bot. */
  subject: string;
  /** Cognito's user name of a person; what its admin calls take. */
  username: string | null;
  scopes: string[];
  /** When the token was issued and ends, in ms since 1970. */
  issuedAtMs: number;
  expiresAtMs: number;
};
