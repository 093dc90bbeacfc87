export type PayloadCode =
  | 'EntityTooLarge'
  | 'IncompleteBody'
  | 'InvalidRequest'
  | 'SignatureDoesNotMatch'
  | 'XAmzContentSHA256Mismatch';

/** The body is not what was signed or announced; `code` is S3's. */
export class PayloadRefused extends Error {
  readonly code: PayloadCode;
  constructor(code: PayloadCode, message: string) {
    super(message);
    this.code = code;
  }
}
