/** A refusal in the words of STS (docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html, and CommonErrors). */
export class StsError extends Error {
  override name = 'StsError';
  readonly code: string;
  readonly status: 400 | 403 | 501;

  constructor(code: string, message: string, status: 400 | 403 | 501 = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export const invalidToken = (message: string) => new StsError('InvalidIdentityToken', message);
export const unreachable = (message: string) => new StsError('IDPCommunicationError', message);
export const invalid = (message: string) => new StsError('ValidationError', message);
export const denied = (action: string) =>
  new StsError('AccessDenied', `Not authorized to perform sts:${action}`, 403);
