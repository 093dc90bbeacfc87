import { createPublicKey, createSign, verify } from 'node:crypto';
import { existsSync, readFileSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSettings as readWorkerSettings } from '../../../edge/src/env.ts';
import { createCookieSigner } from '../../../edge/src/signing/cookie-signer.ts';
import { withSigningKey } from '../../../edge/src/signing/signing-key.ts';
import vectorFile from '../../local/cloudfront/vectors.json' with { type: 'json' };
import { readSigningKey } from '../../signing-keys.ts';
import { main } from '../command.ts';
import { deploy } from '../deploy.ts';
import { createProject, type Project } from '../testing/project.ts';
import { createKeyPair } from './key-pair.ts';
import { dropKey, readKeyRing } from './key-ring.ts';

const minute = 60_000;
const resource = 'https://media.video.example.com/shark/v/01/*';
const usual = (text: string) => text.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/');
const bytes = (text = '') => Buffer.from(usual(text), 'base64');

describe.each([
  ['ecdsa', 'ECDSA_P256'],
  ['rsa', 'RSA_2048'],
] as const)('a new %s key', (name, algorithm) => {
  const { publicPem, secret } = createKeyPair(name);

  test('is one that CloudFront takes, called by its fingerprint', () => {
    expect(readSigningKey(publicPem).fingerprint).toBe(secret.fingerprint);
    expect(secret.algorithm).toBe(algorithm);
    expect(publicPem).not.toContain('PRIVATE');
  });

  test.each(['SHA1', 'SHA256'] as const)('signs cookies that its public half verifies (%s)', async (hash) => {
    const { pem } = secret;
    const signer = createCookieSigner({ KEY_PAIR_ID: 'K1', SIGNING_PRIVATE_KEY: pem, SIGNING_HASH: hash });
    const cookies = await signer.sign({ resource, expiresAtMs: 1_800_000_000_000 });
    const policy = bytes(cookies['CloudFront-Policy']);
    expect(JSON.parse(policy.toString())).toMatchObject({ Statement: [{ Resource: resource }] });
    const signature = bytes(cookies['CloudFront-Signature']);
    // node:crypto takes ECDSA signatures in DER here, as CloudFront does.
    expect(verify(hash, policy, createPublicKey(publicPem), signature)).toBe(true);
    expect(verify(hash, Buffer.from(`${policy} `), createPublicKey(publicPem), signature)).toBe(false);
  });
});

const rsa = vectorFile.vectors.filter(({ key, policy }) => key === 'rsa' && policy === 'custom');

test.each(rsa)('with the committed RSA key the signer makes what openssl made: $name', async (vector) => {
  const { keyPairId, testOnlyPrivateKey } = vectorFile.keys.rsa;
  const signer = createCookieSigner({
    KEY_PAIR_ID: keyPairId,
    SIGNING_PRIVATE_KEY: testOnlyPrivateKey,
    SIGNING_HASH: vector.hash === 'SHA256' ? 'SHA256' : 'SHA1',
  });
  const made = await signer.sign({ resource: vector.resource, expiresAtMs: vector.expires * 1000 });
  expect(made).toEqual(vector.cookies);
});

async function deployed(): Promise<Project> {
  const project = createProject();
  expect(await deploy(project.world, { dryRun: false })).toBe(0);
  return project;
}

const env = ({ cloud }: Project) => ({
  ...cloud.state.worker?.vars,
  ...Object.fromEntries(cloud.state.worker?.secrets ?? []),
});

/** Whether the key the Worker signs with is one CloudFront takes, by the id that CloudFront gave it. */
function signsForCloudFront(project: Project): boolean {
  const { KEY_PAIR_ID, SIGNING_PRIVATE_KEY } = readWorkerSettings(env(project));
  const publicPem = createPublicKey(SIGNING_PRIVATE_KEY).export({ type: 'spki', format: 'pem' }).toString();
  const trusted = JSON.parse(project.cloud.state.stack?.outputs['KeyPairIds'] ?? '{}');
  return trusted[readSigningKey(publicPem).fingerprint] === KEY_PAIR_ID;
}

const secretNames = ({ cloud }: Project) =>
  [...(cloud.state.worker?.secrets.keys() ?? [])].filter((name) => name.startsWith('SIGNING_KEY_'));

const ring = ({ world }: Project) => readKeyRing(world.root);

test('a rotation: add, switch, remove, with two keys valid in between', async () => {
  const project = await deployed();
  const { world } = project;
  const old = ring(project).signing?.fingerprint ?? '';

  expect(await main(['keys:create', '--algorithm', 'rsa'], world)).toBe(0);
  const [fresh = ''] = ring(project).others;
  expect(
    JSON.parse(project.cloud.state.worker?.secrets.get(`SIGNING_KEY_${fresh.toUpperCase()}`) ?? ''),
  ).toEqual({
    fingerprint: fresh,
    algorithm: 'RSA_2048',
    pem: expect.stringContaining('BEGIN PRIVATE KEY'),
  });
  expect(ring(project).signing?.fingerprint).toBe(old);
  expect(signsForCloudFront(project)).toBe(true);

  expect(await main(['deploy'], world)).toBe(0);
  expect(Object.keys(JSON.parse(project.cloud.state.stack?.outputs['KeyPairIds'] ?? ''))).toEqual(
    expect.arrayContaining([old, fresh]),
  );
  expect(await main(['keys:switch'], world)).toBe(0);
  expect(withSigningKey(env(project))['KEY_PAIR_ID']).toBe(`K${fresh}`);
  expect(signsForCloudFront(project)).toBe(true);

  project.pass(21 * minute);
  expect(await main(['keys:remove'], world)).toBe(0);
  expect(ring(project).fingerprints).toEqual([fresh]);
  expect(secretNames(project)).toEqual([`SIGNING_KEY_${fresh.toUpperCase()}`]);
  expect(await main(['deploy'], world)).toBe(0);
  expect(signsForCloudFront(project)).toBe(true);
});

/** What was done before, and what is typed now. */
const outOfOrder: [string, string[], string, string][] = [
  ['switch without a second key', [], 'keys:switch', 'There is only one key, nothing to switch to'],
  ['switch before CloudFront knows the key', ['keys:create'], 'keys:switch', 'npm run deploy first'],
  ['remove before the switch', ['keys:create', 'deploy'], 'keys:remove', 'The Worker still signs with'],
  [
    'remove at once',
    ['keys:create', 'deploy', 'keys:switch'],
    'keys:remove',
    'are still in use. Try again after 2026-',
  ],
  [
    'create before the old one is gone',
    ['keys:create', 'deploy', 'keys:switch'],
    'keys:create',
    'Drop it first',
  ],
];

test.each(outOfOrder)(
  '%s: refused in plain words, and nothing changes',
  async (_, before, command, words) => {
    const project = await deployed();
    for (const step of before) expect(await main([step], project.world)).toBe(0);
    const was = [ring(project), env(project)];
    expect(await main([command], project.world)).toBe(1);
    expect(project.said()).toContain(words);
    expect([ring(project), env(project)]).toEqual(was);
  },
);

test.each([
  [['keys:create'], 'has been made already'],
  [['keys:create', 'deploy', 'keys:switch'], 'already'],
  [['keys:create', 'deploy', 'keys:switch', 'wait', 'keys:remove'], 'nothing to remove'],
])('%j: its last step again changes nothing', async (steps, words) => {
  const project = await deployed();
  for (const step of steps)
    if (step === 'wait') project.pass(21 * minute);
    else expect(await main([step], project.world)).toBe(0);
  const was = [ring(project), env(project)];
  expect(await main(steps.slice(-1), project.world)).toBe(0);
  expect(project.said()).toContain(words);
  expect([ring(project), env(project)]).toEqual(was);
});

test.each(['keys:create', 'keys:switch', 'keys:remove'])(
  '%s goes on after any call failed',
  async (command) => {
    const before = {
      'keys:create': [],
      'keys:switch': ['keys:create', 'deploy'],
      'keys:remove': ['keys:create', 'deploy', 'keys:switch'],
    };
    for (const tookEffect of [true, false])
      for (let at = 1; at < 10; at += 1) {
        const project = await deployed();
        for (const step of before[command as keyof typeof before]) await main([step], project.world);
        project.pass(21 * minute);
        project.cloud.breakAt({ at, tookEffect });
        const code = await main([command], project.world);
        project.cloud.breakAt(null);
        expect(await main([command], project.world)).toBe(0);
        expect(await main(['deploy'], project.world)).toBe(0);
        expect(signsForCloudFront(project)).toBe(true);
        expect(ring(project).fingerprints).toHaveLength(command === 'keys:remove' ? 1 : 2);
        if (code === 0) break;
      }
  },
);

test('back to the old key, when the new one turns out wrong', async () => {
  const project = await deployed();
  const old = ring(project).signing?.fingerprint ?? '';
  for (const step of ['keys:create', 'deploy', 'keys:switch']) await main([step], project.world);
  expect(await main(['keys:switch', '--to', old], project.world)).toBe(0);
  expect(ring(project).signing?.fingerprint).toBe(old);
  expect(signsForCloudFront(project)).toBe(true);
  expect(await main(['keys:switch', '--to', '0000000000000000'], project.world)).toBe(1);
});

test('a key whose private half nobody holds is not switched to, and can be dropped', async () => {
  const project = await deployed();
  for (const step of ['keys:create', 'deploy']) await main([step], project.world);
  const [other = ''] = ring(project).others;
  project.cloud.state.worker?.secrets.delete(`SIGNING_KEY_${other.toUpperCase()}`);
  expect(await main(['keys:switch'], project.world)).toBe(1);
  expect(project.said()).toContain('does not hold the private half');
  expect(await main(['keys:remove'], project.world)).toBe(0);
  expect(ring(project).others).toEqual([]);
});

test('a private half is on no command line, in no message and not on disk', async () => {
  const { cloud, world, said } = await deployed();
  expect(await main(['keys:create'], world)).toBe(0);
  const pems = [...cloud.state.secretsSeen].filter((text) => text.includes('PRIVATE KEY'));
  expect(pems).toHaveLength(3);
  const seen = `${JSON.stringify(cloud.calls.map(({ args }) => args))}${said()}`;
  expect(seen).not.toContain('PRIVATE KEY');
  const { fingerprints } = readKeyRing(world.root);
  for (const one of fingerprints)
    expect(readFileSync(join(world.root, `aws/keys/${one}.pem`), 'utf8')).not.toContain('PRIVATE');
});

test('--to-file: only its owner can read it, nothing is overwritten, and nobody is called', async () => {
  const { cloud, world } = createProject(null);
  const path = join(world.root, 'key.json');
  expect(await main(['keys:create', '--to-file', path], world)).toBe(0);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const { pem } = JSON.parse(readFileSync(path, 'utf8'));
  const signature = createSign('sha1').update('x').sign(pem);
  expect(verify('sha1', Buffer.from('x'), readFileSync(`${path}.pub.pem`, 'utf8'), signature)).toBe(true);
  expect(await main(['keys:create', '--to-file', path], world)).toBe(1);
  expect(cloud.calls).toEqual([]);
  unlinkSync(path);
});

test.each([
  [['keys:create', '--algorithm', 'dsa'], '--algorithm takes ecdsa or rsa, not "dsa".'],
  [['keys:create', '--loud'], "Unknown option '--loud'"],
  [['keys:forget'], 'There is no command "keys:forget".'],
  [['keys:switch'], 'There is no deploy.json yet'],
])('%j is refused', async (args, words) => {
  const { world, said } = createProject(null);
  expect(await main(args, world)).toBe(1);
  expect(said()).toContain(words);
});

test('a signing key removed by hand is not taken for the one in use', async () => {
  const project = await deployed();
  dropKey(project.world.root, ring(project).signing?.fingerprint ?? '');
  expect(ring(project)).toMatchObject({ fingerprints: [], signing: null });
  expect(existsSync(join(project.world.root, 'aws/keys/signing.json'))).toBe(true);
});
