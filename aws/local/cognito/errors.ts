/** A refusal in Cognito's words: `type` is the API's `__type`, the message is shown to people as it is. */
export class CognitoError extends Error {
  override name = 'CognitoError';
  readonly type: string;
  readonly status: 400 | 501;

  constructor(type: string, message: string, status: 400 | 501 = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

export const notAuthorized = (message: string) => new CognitoError('NotAuthorizedException', message);
export const invalidParameter = (message: string) => new CognitoError('InvalidParameterException', message);
export const notImplemented = (what: string) =>
  new CognitoError('NotImplementedException', `${what} is not done by this stand-in.`, 501);
export const wrongPassword = () => notAuthorized('Incorrect username or password.');
