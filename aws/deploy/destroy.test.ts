import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from './command.ts';
import { deploy } from './deploy.ts';
import { destroy } from './destroy.ts';
import { createProject, draft, type Project } from './testing/project.ts';

const keep = { allData: false, yes: true, dryRun: false };
const all = { allData: true, yes: true, dryRun: false };
const full = {
  ...draft,
  workerAccess: 'static-keys',
  mail: { from: 'video@example.com', identityDomain: 'example.com' },
};

async function deployed(settings: Record<string, unknown> = full, ask: Project['world']['ask'] = null) {
  const project = createProject(settings, ask);
  expect(await deploy(project.world, { dryRun: false })).toBe(0);
  project.cloud.state.jobs.push('job1');
  return project;
}

/** Everything that is still there and belongs to the deployment. */
const left = ({ cloud: { state } }: Project) => ({
  worker: state.worker !== null,
  stack: state.stack !== null,
  stores: [...state.buckets.keys(), ...state.tables.keys(), ...state.pools.keys()],
  certificates: state.certificates.length,
  identities: state.identities.size,
  accessKeys: state.accessKeys,
  jobs: state.jobs,
});

const nothing = {
  worker: false,
  stack: false,
  stores: [],
  certificates: 0,
  identities: 0,
  accessKeys: [],
  jobs: [],
};
const data = ['uploads1', 'media1', 'logs1', 'table1', 'pool1'];

test.each([true, false])('with --all-data nothing is left (keepData: %s)', async (keepData) => {
  const project = await deployed({ ...full, keepData });
  expect(await destroy(project.world, all)).toBe(0);
  expect(left(project)).toEqual(nothing);
  expect(existsSync(join(project.world.root, 'deploy.kept.json'))).toBe(false);
});

test('without it the data stays, and what it costs a month is said', async () => {
  const project = await deployed();
  expect(await destroy(project.world, keep)).toBe(0);
  expect(left(project)).toEqual({ ...nothing, stores: data, certificates: 1, identities: 1 });
  expect(project.cloud.state.buckets.get('media1')?.objects).toBe(2);
  expect(project.said()).toContain('bucket media1: 100.00 GB, $2.30 a month');
  expect(project.said()).toContain('table table1: 1.00 GB, $0.20 a month');
  expect(project.said()).toContain('user pool pool1: nothing while nobody signs in');
  expect(project.said()).toContain('certificate of media.video.example.com: nothing');
  expect(project.said()).toContain('SES identity example.com: nothing');
});

test('what an earlier teardown kept is found later, also after another deployment', async () => {
  const project = await deployed();
  expect(await destroy(project.world, keep)).toBe(0);
  expect(await deploy(project.world, { dryRun: false })).toBe(0);
  expect(left(project).stores).toContain('media2');
  expect(await destroy(project.world, keep)).toBe(0);
  const kept = readFileSync(join(project.world.root, 'deploy.kept.json'), 'utf8');
  expect(kept).toContain('media1');
  expect(kept).toContain('media2');
  expect(await destroy(project.world, all)).toBe(0);
  expect(left(project)).toEqual(nothing);
});

test('a stack deployed with keepData false is not destroyed without --all-data', async () => {
  const project = await deployed({ ...full, keepData: false });
  project.change({ ...project.settings(), keepData: true });
  expect(await destroy(project.world, keep)).toBe(1);
  expect(project.said()).toContain('would take its data along (uploads1, media1, logs1, table1, pool1)');
  expect(left(project)).toMatchObject({ worker: true, stack: true, stores: data });
});

test('a certificate and a mail domain that were there before stay', async () => {
  const project = createProject(full);
  const { state } = project.cloud;
  state.certificates.push({
    arn: 'arn:aws:acm:us-east-1:111122223333:certificate/b',
    domain: 'media.video.example.com',
    owner: 'them',
  });
  state.identities.set('example.com', 'them');
  expect(await deploy(project.world, { dryRun: false })).toBe(0);
  expect(await destroy(project.world, all)).toBe(0);
  expect(left(project)).toEqual({ ...nothing, certificates: 1, identities: 1 });
});

test.each([
  ['data kept', ['--yes'], { ...nothing, stores: data, certificates: 1, identities: 1 }],
  ['nothing left', ['--yes', '--all-data'], nothing],
])('goes on after any call failed: %s', async (_, options, expected) => {
  const command = ['destroy', ...options];
  const straight = await deployed();
  const before = straight.cloud.calls.length;
  expect(await main(command, straight.world)).toBe(0);
  const last = straight.cloud.calls.length - before;
  expect(last).toBeGreaterThan(15);
  for (const tookEffect of [true, false])
    for (let at = 1; at <= last; at += 1) {
      const project = await deployed();
      project.cloud.breakAt({ at, tookEffect });
      expect(await main(command, project.world), `call ${at}`).toBe(1);
      project.cloud.breakAt(null);
      expect(await main(command, project.world), `after call ${at}: ${project.said()}`).toBe(0);
      expect(left(project), `after call ${at}`).toEqual(expected);
    }
});

test('run again when nothing is there, it says so without harm', async () => {
  const project = await deployed();
  expect(await destroy(project.world, all)).toBe(0);
  expect(await destroy(project.world, all)).toBe(0);
  expect(left(project)).toEqual(nothing);
});

test('asks for the name', async () => {
  const typed = ['yes', 'shark-video'];
  const project = await deployed(full, async () => typed.shift() ?? '');
  const before = project.cloud.calls.length;
  await expect(destroy(project.world, { ...all, yes: false })).rejects.toThrow('That is not its name');
  expect(project.cloud.calls.length).toBe(before);
  expect(await destroy(project.world, { ...all, yes: false })).toBe(0);
});

test('where nobody can be asked it takes --yes', async () => {
  const project = await deployed();
  await expect(destroy(project.world, { ...keep, yes: false })).rejects.toThrow('say --yes if you mean it');
});

test('without deploy.json there is nothing to destroy', async () => {
  const project = createProject(null);
  await expect(destroy(project.world, all)).rejects.toThrow('There is no deploy.json here');
});

test.each([true, false])('a rehearsal calls nobody (--all-data: %s)', async (allData) => {
  const project = createProject(null);
  const never = () => Promise.reject(new Error('nobody is to be asked'));
  const world = { ...project.world, run: never, fetch: never, ask: never };
  expect(await destroy(world, { allData, yes: false, dryRun: true })).toBe(0);
  expect(project.said().includes('What would stay')).toBe(!allData);
  expect(project.said().includes('deletes buckets, table and user pool for good')).toBe(allData);
});
