import { expect, test } from 'vitest';
import { readSettings as readWorkerSettings } from '../../edge/src/env.ts';
import { deploy } from './deploy.ts';
import { readKeyRing } from './keys/key-ring.ts';
import { createProject, draft, type Project } from './testing/project.ts';

const wet = { dryRun: false };
const ways = ['keyless', 'static-keys'] as const;
const settingsOf = (workerAccess: (typeof ways)[number]) => ({ ...draft, workerAccess });

const workerEnv = ({ cloud }: Project) => ({
  ...cloud.state.worker?.vars,
  ...Object.fromEntries(cloud.state.worker?.secrets ?? []),
});

/** What has to be the same however many attempts it took. */
const outcome = (project: Project) => {
  const { worker, certificates, users, accessKeys, deployments } = project.cloud.state;
  return {
    vars: worker?.vars,
    secrets: [...(worker?.secrets.keys() ?? [])].filter((name) => !name.startsWith('SIGNING_KEY_')).sort(),
    certificates: certificates.length,
    admins: [...users].map(([email, { groups }]) => [email, groups]),
    accessKeys: accessKeys.length,
    deployments,
    publicKeys: readKeyRing(project.world.root).fingerprints.length,
  };
};

async function undisturbed(settings: Record<string, unknown>) {
  const project = createProject(settings);
  expect(await deploy(project.world, wet)).toBe(0);
  return project;
}

test.each(ways)('deploys into empty accounts, the Worker with %s', async (way) => {
  const project = await undisturbed(settingsOf(way));
  expect(readWorkerSettings(workerEnv(project))).toMatchObject({
    VERSION: '1.2.3',
    APP_ORIGIN: 'https://app.video.example.com',
    KEY_PAIR_ID: `K${readKeyRing(project.world.root).signing?.fingerprint}`,
    BOT_CLIENTS: '{"bot":"shark"}',
  });
  expect(outcome(project)).toMatchObject({
    admins: [['you@example.com', ['admins']]],
    certificates: 1,
    accessKeys: way === 'keyless' ? 0 : 1,
  });
  expect(project.settings()).toMatchObject({
    certificateArn: expect.stringMatching(/^arn:aws:acm:us-east-1:/),
  });
  expect(project.cloud.state.invitationsSent).toBe(1);
});

test.each(ways)('a second run changes nothing of what is there, with %s', async (way) => {
  const project = await undisturbed(settingsOf(way));
  const before = workerEnv(project);
  expect(await deploy(project.world, wet)).toBe(0);
  expect(workerEnv(project)).toEqual(before);
  expect(project.cloud.state.invitationsSent).toBe(1);
});

test.each(ways.flatMap((way) => [true, false].map((tookEffect) => ({ way, tookEffect }))))(
  'goes on after any call failed, with $way; took effect all the same: $tookEffect',
  async ({ way, tookEffect }) => {
    const settings = settingsOf(way);
    const straight = await undisturbed(settings);
    const expected = outcome(straight);
    const last = straight.cloud.calls.length;
    expect(last).toBeGreaterThan(25);
    for (let at = 1; at <= last; at += 1) {
      const project = createProject(settings);
      project.cloud.breakAt({ at, tookEffect });
      expect(await deploy(project.world, wet), `call ${at}`).toBe(1);
      expect(project.said()).toMatch(
        /Stopped at “.+”\. What was done stays; npm run deploy goes on from there\./,
      );
      project.cloud.breakAt(null);
      expect(await deploy(project.world, wet), `after call ${at}: ${project.said()}`).toBe(0);
      expect(outcome(project), `after call ${at}`).toEqual(expected);
      expect(project.cloud.state.invitationsSent, `after call ${at}`).toBe(1);
      readWorkerSettings(workerEnv(project));
    }
  },
);

test.each(ways)('secrets are on no command line and in no message, with %s', async (way) => {
  const { cloud, said } = await undisturbed(settingsOf(way));
  const secrets = [...cloud.state.secretsSeen].filter((text) => text.length > 0);
  expect(secrets.length).toBeGreaterThan(3);
  const seen = `${JSON.stringify(cloud.calls.map(({ args }) => args))}\n${said()}`;
  const pointer = (text: string) => text.includes('keyPairId');
  for (const secret of secrets.filter((text) => !pointer(text) && !text.startsWith('AKIA')))
    expect(seen.includes(secret) || seen.includes(secret.slice(0, 40))).toBe(false);
});

test('stops where a person has to add a record, says which, and goes on afterwards', async () => {
  const project = createProject();
  project.cloud.state.recordsAdded = false;
  expect(await deploy(project.world, wet)).toBe(1);
  expect(project.said()).toContain('CNAME  _x.media.video.example.com  →  _y.acm-validations.aws\n');
  expect(project.said()).toContain('Stopped at “DNS and certificate of the media host”');
  expect(project.cloud.state.stack).toBeNull();
  project.cloud.state.recordsAdded = true;
  expect(await deploy(project.world, wet)).toBe(0);
  expect(project.cloud.state.certificates).toHaveLength(1);
});

test('a missing record of the media host stops nothing else, but is said at the end', async () => {
  const project = createProject();
  const world = { ...project.world, aliasesOf: async () => [] };
  expect(await deploy(world, wet)).toBe(1);
  expect(project.said()).toMatch(
    /left for you to do:\n.*\n {2}CNAME {2}media.video.example.com {2}→ {2}d1.cloudfront.net/,
  );
  expect(project.cloud.state.invitationsSent).toBe(1);
});

test('mail of its own domain: three records, then SES', async () => {
  const mail = { from: 'video@example.com', identityDomain: 'example.com' };
  const project = createProject({ ...draft, mail });
  expect(await deploy(project.world, wet)).toBe(0);
  expect(project.said()).toContain('CNAME  t1._domainkey.example.com  →  t1.dkim.amazonses.com');
  expect(project.cloud.state.identities.get('example.com')).toBe('shark-video');
});

test('mail of its own domain waits until SES is out of its sandbox, and says what to do until then', async () => {
  const project = createProject({
    ...draft,
    mail: { from: 'video@example.com', identityDomain: 'example.com' },
  });
  project.cloud.state.inSandbox = true;
  expect(await deploy(project.world, wet)).toBe(1);
  expect(project.said()).toContain('SES in eu-west-1 is in its sandbox: it mails to verified addresses only');
  expect(project.cloud.state.invitationsSent).toBe(0);
  project.cloud.state.inSandbox = false;
  expect(await deploy(project.world, wet)).toBe(0);
});

test('who is invited first has an address that counts as verified', async () => {
  const { cloud } = await undisturbed(draft);
  const invitation = cloud.calls.find(({ args }) => args.includes('admin-create-user'))?.args.join(' ');
  expect(invitation).toContain('Name=email,Value=you@example.com Name=email_verified,Value=true');
  expect(invitation).toContain('--desired-delivery-mediums EMAIL');
});

test.each([
  ['another first admin is invited as well', { firstAdmin: 'two@example.com' }, { invitationsSent: 2 }],
  [
    'another media host gets its own certificate',
    { mediaDomain: 'm.video.example.com' },
    { certificates: 2 },
  ],
  [
    'another app host becomes the issuer',
    { appDomain: 'a.video.example.com' },
    { issuer: 'https://a.video.example.com' },
  ],
  ['static keys in place of none', { workerAccess: 'static-keys' }, { accessKeys: 1 }],
  ['no invitation for a change elsewhere', { logDays: 30 }, { invitationsSent: 1, certificates: 1 }],
])('after a change: %s', async (_, changes, expected) => {
  const project = await undisturbed(draft);
  project.change({ ...project.settings(), ...changes });
  expect(await deploy(project.world, wet)).toBe(0);
  const { invitationsSent, certificates, accessKeys, worker } = project.cloud.state;
  const seen = { invitationsSent, certificates: certificates.length, accessKeys: accessKeys.length };
  expect({ ...seen, issuer: worker?.vars['APP_ORIGIN'] }).toMatchObject(expected);
});

test('back from static keys: they open nothing any more, and the Worker forgets them', async () => {
  const project = await undisturbed(settingsOf('static-keys'));
  project.change({ ...project.settings(), workerAccess: 'keyless' });
  expect(await deploy(project.world, wet)).toBe(0);
  const { worker, accessKeys } = project.cloud.state;
  expect([...(worker?.secrets.keys() ?? [])]).not.toContain('AWS_SECRET_ACCESS_KEY');
  expect(accessKeys).toEqual([]);
  readWorkerSettings(workerEnv(project));
});

test.each([
  ['static-keys', 'keyless', 0],
  ['keyless', 'static-keys', 1],
] as const)('a change from %s to %s goes on after any call failed', async (from, to, keys) => {
  const change = async (fault: { at: number; tookEffect: boolean } | null) => {
    const project = await undisturbed(settingsOf(from));
    project.change({ ...project.settings(), workerAccess: to });
    const before = project.cloud.calls.length;
    project.cloud.breakAt(fault);
    const code = await deploy(project.world, wet);
    project.cloud.breakAt(null);
    return { project, code, calls: project.cloud.calls.length - before };
  };
  const { calls } = await change(null);
  for (const tookEffect of [true, false])
    for (let at = 1; at <= calls; at += 1) {
      const { project, code } = await change({ at, tookEffect });
      expect(code, `call ${at}`).toBe(1);
      expect(await deploy(project.world, wet), `after call ${at}: ${project.said()}`).toBe(0);
      expect(project.cloud.state.accessKeys, `after call ${at}`).toHaveLength(keys);
      readWorkerSettings(workerEnv(project));
    }
});

test('an invitation that ran out is sent again', async () => {
  const project = await undisturbed(draft);
  project.pass(31 * 24 * 60 * 60 * 1000);
  expect(await deploy(project.world, wet)).toBe(0);
  expect(project.cloud.state.invitationsSent).toBe(2);
});

test('a Worker that lost its signing key gets a new one; the old one stays until it is removed', async () => {
  const project = await undisturbed(draft);
  project.cloud.state.worker = null;
  expect(await deploy(project.world, wet)).toBe(0);
  readWorkerSettings(workerEnv(project));
  expect(readKeyRing(project.world.root).others).toHaveLength(1);
});

test.each([
  [
    'AWS',
    { aws: false, cloudflare: true },
    ['AWS does not know who you are. Sign in with `aws configure sso`'],
  ],
  ['Cloudflare', { aws: true, cloudflare: false }, ['Sign in with `npx wrangler login`']],
  ['both', { aws: false, cloudflare: false }, ['AWS does not know', 'Cloudflare does not know']],
])('says in plain words that %s is missing, and changes nothing', async (_, signedIn, words) => {
  const project = createProject();
  project.cloud.state.signedIn = signedIn;
  expect(await deploy(project.world, wet)).toBe(1);
  for (const word of words) expect(project.said()).toContain(word);
  expect(project.cloud.calls.map(({ args }) => args[0])).toEqual(['sts', 'whoami']);
});

test('of several Cloudflare accounts one has to be chosen', async () => {
  const project = createProject();
  project.cloud.state.cloudflareAccounts.push({ id: 'cf2', name: 'Other' });
  expect(await deploy(project.world, wet)).toBe(1);
  expect(project.said()).toContain('Set CLOUDFLARE_ACCOUNT_ID');
  expect(await deploy({ ...project.world, env: { CLOUDFLARE_ACCOUNT_ID: 'cf2' } }, wet)).toBe(0);
});

test('without aws on this machine it says where to get it', async () => {
  const project = createProject();
  const { run } = project.world;
  const world = {
    ...project.world,
    run: (command: Parameters<typeof run>[0]) =>
      command.tool === 'aws' ? Promise.resolve({ code: 127, stdout: '', stderr: 'ENOENT' }) : run(command),
  };
  expect(await deploy(world, wet)).toBe(1);
  expect(project.said()).toContain('The AWS command line is not installed.');
});

test('asks what only people know, again when an answer cannot be', async () => {
  const answers = ['mars', '', 'video.example.com', '', 'media.example.org', '', 'you', 'you@example.com'];
  const asked: string[] = [];
  const project = createProject(null, async (question) => {
    asked.push(question);
    return answers.shift() ?? '';
  });
  expect(await deploy(project.world, wet)).toBe(0);
  expect(asked[1]).toMatch(/^That must be an AWS region, like eu-west-1\. AWS region/);
  expect(asked[3]).toBe('Host of the app [app.video.example.com]: ');
  expect(asked[5]).toMatch(/^That must end in \.video\.example\.com\. Host of the videos/);
  expect(asked[7]).toMatch(/^That must be an e-mail address\. E-mail/);
  expect(project.settings()).toMatchObject(draft);
});

test.each([
  ['no deploy.json and nobody to ask', null, 'It looks like this:\n{\n  "region"'],
  ['settings that are missing', { region: 'eu-west-1' }, '  appDomain: is missing\n'],
  ['a setting nobody knows', { ...draft, colour: 'blue' }, 'colour'],
  [
    'hosts without the common parent',
    { ...draft, mediaDomain: 'media.example.org' },
    '  parentDomain: must be the common',
  ],
])('%s: refused, nothing is called', async (_, settings, words) => {
  const project = createProject(settings);
  await expect(deploy(project.world, wet)).rejects.toThrow(words);
  expect(project.cloud.calls).toEqual([]);
});

test.each([
  ['with deploy.json', draft, 'What npm run deploy would do:'],
  ['without', null, 'No deploy.json yet'],
])(
  'a rehearsal %s calls nobody, writes nothing and prints the steps in order',
  async (_, settings, words) => {
    const project = createProject(settings);
    const never = () => Promise.reject(new Error('nobody is to be asked'));
    const world = { ...project.world, run: never, fetch: never, aliasesOf: never, ask: never };
    expect(await deploy(world, { dryRun: true })).toBe(0);
    const said = project.said();
    expect(said).toContain(words);
    const names = [...said.matchAll(/^ *\d+\. (.+)$/gm)].map(([, name]) => name);
    expect(names).toEqual([
      'Check the accounts',
      'Build',
      'Worker',
      'Signing key',
      'DNS and certificate of the media host',
      'CDK bootstrap',
      'Former access key',
      'AWS core',
      'Outputs into the Worker',
      'DNS of the media host',
      'First admin',
      'Check',
    ]);
    expect(readKeyRing(project.world.root).fingerprints).toEqual([]);
  },
);
