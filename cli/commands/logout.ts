import { revokeToken } from '../auth/oauth.ts';
import { command } from '../command.ts';

export const logout = command({
  name: 'logout',
  usage: '',
  about: 'end the sign-in of this machine',
  options: {},
  words: { least: 0, most: 0 },
  async run({ world, store, app }) {
    const origin = app();
    const signIn = store.find(origin);
    store.drop(origin);
    if (!signIn) {
      world.print(`Nobody was signed in at ${origin}.`);
      return;
    }
    const revoked = await revokeToken(world, signIn).catch(() => null);
    world.print(`Signed out at ${origin}.`);
    if (!revoked?.ok) world.screen.write('The service could not be told; its tokens end by themselves.\n');
    return;
  },
});
