import { cliCallback } from '../../shared/command-line.ts';
import { createApi } from '../api.ts';
import { openCallback, type Returned, readReturn } from '../auth/callback.ts';
import { authorizeUrl, createProof, exchangeCode } from '../auth/oauth.ts';
import { originOf } from '../auth/service.ts';
import { command } from '../command.ts';
import { type Context, createContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { whoIs } from './whoami.ts';

/** Codes and sign-in pages do not live longer. */
const patienceMs = 10 * 60_000;

const again = 'Run `shark login` again.';

/** An address pasted by somebody whose browser is on another machine. */
async function pasted({ world }: Context, state: string, signal: AbortSignal): Promise<Returned> {
  for (let line = await world.input.line(signal); line !== null; line = await world.input.line(signal)) {
    const found = readReturn(line.trim(), state);
    if (found) return found;
    world.screen.write(
      'That address does not belong to this sign-in. Paste the one your browser shows now.\n',
    );
  }
  return new Promise(() => undefined);
}

async function untilReturned(
  context: Context,
  ways: Promise<Returned>[],
  done: AbortSignal,
): Promise<Returned> {
  const { wait, signal } = context.world;
  const late = wait(patienceMs, AbortSignal.any([signal, done])).then(() => {
    throw new Failure('Nobody signed in within ten minutes.', again);
  });
  return Promise.race([...ways, late]);
}

async function show({ world }: Context, url: string, noBrowser: boolean): Promise<void> {
  world.screen.write(`Sign in here:\n\n  ${url}\n\n`);
  if (!noBrowser) return world.openBrowser(url);
  world.screen.write(
    'If that browser is on another machine, its last page cannot be shown: paste its address here.\n',
  );
}

/** Goes through the browser and comes back with a code. */
async function askBrowser(context: Context, noBrowser: boolean) {
  const { login, cliClientId: clientId, redirectPorts, scopes } = await context.client();
  const proof = createProof(context.world);
  const callback = await openCallback(redirectPorts, proof.state);
  const done = new AbortController();
  try {
    const asked = { login, clientId, redirectUri: cliCallback(callback.port) };
    await show(context, authorizeUrl(asked, { ...proof, scopes }), noBrowser);
    const ways = [callback.returned, ...(noBrowser ? [pasted(context, proof.state, done.signal)] : [])];
    const returned = await untilReturned(context, ways, done.signal);
    if ('refused' in returned)
      throw new Failure(`The sign-in pages refused: ${returned.refused}`, again, exitCodes.signedOut);
    return { asked, code: returned.code, verifier: proof.verifier };
  } finally {
    done.abort();
    callback.close();
  }
}

async function signIn(context: Context, noBrowser: boolean): Promise<undefined> {
  const { world, store } = context;
  const { app } = await context.client();
  const { asked, code, verifier } = await askBrowser(context, noBrowser);
  const tokens = await exchangeCode(world, asked, { code, verifier });
  if (!tokens?.refreshToken)
    throw new Failure('The sign-in service took the code for none of its own.', again, exitCodes.signedOut);
  const { accessToken, expiresAt, refreshToken } = tokens;
  const { login, clientId } = asked;
  store.keep(app, { login, clientId, accessToken, expiresAt, refreshToken });
  const credentials = { token: async () => accessToken, renew: async () => false };
  const me = await (await createApi(world, { app, credentials }).typed.me.$get()).json();
  world.print(`Signed in at ${app} as ${whoIs(me)}.`);
}

export const login = command({
  name: 'login',
  usage: '[URL] [--no-browser]',
  about: 'sign in through the browser',
  details: [
    'URL           the address of the service; else the one meant already',
    '--no-browser  only print where to sign in; for machines without a browser',
  ],
  options: { 'no-browser': { type: 'boolean' } },
  words: { least: 0, most: 1 },
  run(context, { words: [typed], options }) {
    const chosen = typed === undefined ? context : createContext(context.world, originOf(typed));
    return signIn(chosen, options['no-browser'] ?? false);
  },
});
