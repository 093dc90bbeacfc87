import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { hmac, scopeText, signingKey, stringToSign } from '../aws/local/sigv4/canonical.ts';
import type { State } from './shark.ts';

/** Signed like any call (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). */
function signedHeaders(state: State, host: string, path: string, body: string): Record<string, string> {
  const time = `${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`;
  const scope = { date: time.slice(0, 8), region: state.region, service: 's3' };
  const payloadHash = createHash('sha256').update(body).digest('hex');
  const headers = { host, 'x-amz-content-sha256': payloadHash, 'x-amz-date': time };
  const names = Object.keys(headers);
  const signable = { method: 'PUT', path, query: '', headers: new Map(Object.entries(headers)) };
  const text = stringToSign(signable, names, payloadHash, time, scope);
  const signature = hmac(signingKey(state.secretAccessKey, scope), text).toString('hex');
  const credential = `${state.accessKeyId}/${scopeText(scope)}`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...headers, authorization, 'content-type': 'application/json' };
}

/** Tells the stand-ins how to be from now on; `path` is one of aws/local's controls. */
export async function putControl(state: State, path: string, wanted: unknown): Promise<void> {
  const { port, host } = new URL(state.aws);
  const body = JSON.stringify(wanted);
  // Node does not resolve names under .localhost.
  const sent = request({
    host: '127.0.0.1',
    port,
    method: 'PUT',
    path,
    headers: signedHeaders(state, host, path, body),
  });
  sent.end(body);
  const [response] = await once(sent, 'response');
  response.resume();
  if (response.statusCode >= 300) throw new Error(`${path} was refused: ${response.statusCode}`);
}
