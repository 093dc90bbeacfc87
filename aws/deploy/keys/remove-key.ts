import { mediaCookieLifeMs } from '../../../shared/playback.ts';
import { signingKeyName } from '../../../shared/signing-key.ts';
import { Refusal } from '../refusal.ts';
import type { Worker } from '../worker.ts';
import type { World } from '../world.ts';
import { dropKey, type KeyRing, readKeyRing } from './key-ring.ts';

/** What a Worker that has not heard of the switch yet may still sign. */
const marginMs = 5 * 60 * 1000;

function assertNotWaiting({ signing, others }: KeyRing, held: string[]): void {
  const waiting = others.find((one) => one !== signing?.before && held.includes(signingKeyName(one)));
  if (waiting)
    throw new Refusal(
      `The Worker still signs with ${signing?.fingerprint}; the new key ${waiting} waits. First npm run deploy, then npm run keys:switch.`,
    );
}

function assertCookiesEnded({ signing }: KeyRing, nowMs: number): void {
  if (!signing?.before) return;
  const endMs = Date.parse(signing.since) + mediaCookieLifeMs + marginMs;
  if (nowMs < endMs)
    throw new Refusal(
      `Cookies signed with ${signing.before} are still in use. Try again after ${new Date(endMs).toISOString()}.`,
    );
}

/**
 * `keys:remove`: drops what the Worker no longer signs with, from the Worker and from the repository.
 * @throws Refusal before the switch, and while cookies signed with the old key are good
 */
export async function removeKey(world: World, worker: Worker): Promise<void> {
  const ring = readKeyRing(world.root);
  if (!ring.signing) throw new Refusal('There is no signing key yet: npm run deploy makes the first one.');
  if (ring.others.length === 0)
    return world.say(
      `There is only the key the Worker signs with, ${ring.signing.fingerprint}: nothing to remove.`,
    );
  const held = await worker.secretNames();
  if (!held) throw new Refusal(`There is no Worker ${worker.name}, so nothing tells which keys are in use.`);
  assertNotWaiting(ring, held);
  assertCookiesEnded(ring, world.now());
  const secrets = ring.others.map(signingKeyName).filter((name) => held.includes(name));
  if (secrets.length > 0) await worker.putSecrets(Object.fromEntries(secrets.map((name) => [name, null])));
  for (const fingerprint of ring.others) dropKey(world.root, fingerprint);
  world.say(
    `Removed ${ring.others.join(', ')}. Commit aws/keys.\nNext: npm run deploy, so that CloudFront refuses it as well.`,
  );
}
