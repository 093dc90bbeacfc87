import type { World } from './world.ts';

/** Where a handler dies: at its n-th call of AWS from 1, before the call is made or after, when its answer is lost. */
export type Crash = { atCall: number; lost: 'call' | 'answer' };

class Died extends Error {
  override name = 'Died';
}

/**
 * Clients of one invocation that dies where `crash` says: from then on it makes no call any more, as a process that was
 * killed makes none.
 */
export function dyingClients({ overrides }: World, crash: Crash | null) {
  let calls = 0;
  const isDead = () => crash !== null && calls >= crash.atCall;
  const dying = <C extends { send: (command: never) => Promise<unknown> }>(client: C): C => {
    const send = async (command: never) => {
      if (isDead()) throw new Died();
      calls += 1;
      if (isDead() && crash?.lost === 'call') throw new Died();
      const answer = await client.send(command);
      if (isDead()) throw new Died();
      return answer;
    };
    return new Proxy(client, { get: (target, key) => (key === 'send' ? send : Reflect.get(target, key)) });
  };
  const clients = {
    dynamodb: dying(overrides.dynamodb),
    s3: dying(overrides.s3),
    mediaconvert: dying(overrides.mediaconvert),
  };
  return { clients, isDead };
}
