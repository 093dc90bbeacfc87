/** Why a signature was refused; each service words it in its own shape. */
export type Refusal =
  | 'missing'
  | 'malformed'
  | 'version_2'
  | 'unknown_key'
  | 'session_token'
  | 'session_expired'
  | 'region'
  | 'mismatch'
  | 'skewed'
  | 'early'
  | 'expired'
  | 'unsigned_header';

export class SignatureRefused extends Error {
  readonly reason: Refusal;
  constructor(reason: Refusal) {
    super(`the signature was refused: ${reason}`);
    this.reason = reason;
  }
}
