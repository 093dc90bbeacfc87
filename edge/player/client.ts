import { Refusal, refusalOf, unanswered } from '../../shared/refusal.ts';

export { Refusal };

const remedies: Record<string, string> = {
  offline: 'Check your connection, then try again.',
  unauthenticated: 'Sign in again in another tab, then try again here: nothing you typed is lost.',
  token_expired: 'Sign in again in another tab, then try again here: nothing you typed is lost.',
  forbidden: 'Ask an admin of your organisation.',
  insufficient_scope: 'Ask an admin of your organisation.',
  not_found: 'It may have been deleted. Load the page again.',
  precondition_failed:
    'Copy what you typed, load the page again to see their version, then make your change on it.',
  invalid_request: 'Correct it, then try again.',
};

/** What to do next about a refusal, in a sentence. */
export const remedyOf = ({ code, status }: Pick<Refusal, 'code' | 'status'>) =>
  remedies[code] ?? (status >= 500 ? 'Nothing you typed is lost. Wait a minute, then try again.' : '');

let renewedAt = -Infinity;

/**
 * Asks for a new session, one tab at a time (the refresh token rotates). True when there is one. Calls that waited
 * for the lock while another of this page's calls renewed it do not renew it again.
 */
export function renewSession(): Promise<boolean> {
  const askedAt = performance.now();
  return navigator.locks.request('shark-session', async () => {
    if (renewedAt > askedAt) return true;
    const answer = await fetch('/auth/refresh', { method: 'POST' }).catch(() => null);
    if (answer?.ok) renewedAt = performance.now();
    return answer?.ok ?? false;
  });
}

/** `picture` goes as it is in place of a JSON body. `keepalive`: the request outlives the page. */
type Sent = {
  body?: unknown;
  picture?: Blob;
  ifMatch?: string | null;
  signal?: AbortSignal;
  keepalive?: boolean;
};

function fetchOnce(
  method: string,
  path: string,
  { body, picture, ifMatch, signal, keepalive = false }: Sent,
): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' });
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (picture) headers.set('content-type', picture.type);
  if (ifMatch) headers.set('if-match', ifMatch);
  return fetch(path, {
    method,
    headers,
    keepalive,
    ...(picture ? { body: picture } : body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
}

/**
 * One request to the API on this origin. A 401 renews the session and asks once more; anything but a success is
 * thrown as a `Refusal`.
 */
export async function request(method: string, path: string, sent: Sent = {}): Promise<Response> {
  const ask = () =>
    fetchOnce(method, path, sent).catch((error: unknown) => {
      throw sent.signal?.aborted ? error : unanswered();
    });
  let response = await ask();
  if (response.status === 401 && (await renewSession())) response = await ask();
  if (!response.ok) throw await refusalOf(response);
  return response;
}

/** As `request`, and reads the answer: JSON of the type the API promises for this path, null where it promises none. */
export async function send<T>(method: string, path: string, sent: Sent = {}): Promise<T> {
  const text = await (await request(method, path, sent)).text();
  return JSON.parse(text || 'null');
}
