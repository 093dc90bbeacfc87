import { StsError } from './errors.ts';
import { account } from './roles.ts';
import type { Sessions } from './sessions.ts';
import type { Elements } from './xml.ts';

/** Who signed: the access key in the header's credential, which the endpoint has checked. */
const signerOf = (request: Request) =>
  /Credential=([^/,\s]+)\//.exec(request.headers.get('authorization') ?? '')?.[1];

/** Who the caller is: a session of a role, or the account's one user. Throws StsError for a call that nobody signed. */
export function getCallerIdentity(request: Request, sessions: Sessions): Elements {
  const signer = signerOf(request);
  if (!signer)
    throw new StsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
  const session = sessions.find(signer);
  return session
    ? { Arn: session.arn, UserId: session.userId, Account: account }
    : { Arn: `arn:aws:iam::${account}:user/shark`, UserId: 'AIDASHARKSHARKSHARKSH', Account: account };
}
