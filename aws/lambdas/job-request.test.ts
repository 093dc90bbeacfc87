import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { type LadderPlan, type PictureTrack, planLadder } from '../../shared/ladder.ts';
import { jobRequest } from './job-request.ts';
import { jobEnv as env, jobRef as ref } from './testing/job.ts';

const reference = join(import.meta.dirname, '../reference');
const load = (name: string): unknown => JSON.parse(readFileSync(join(reference, name), 'utf8'));
const validate = new Ajv2020({ strict: false }).compile(load('createjob.schema.json') as object);

const input = { bucket: 'up', key: `uploads/shark/${ref.videoId}/${ref.version}/source` };

const picture = (more: Partial<PictureTrack> = {}): PictureTrack => ({
  width: 1920,
  height: 1080,
  rotation: 0,
  pixelAspect: { num: 1, den: 1 },
  frameRate: { num: 25, den: 1 },
  ...more,
});

function planOf(track: PictureTrack | null, hasAudio = true): LadderPlan {
  const planned = planLadder({ durationMs: 20_000, picture: track, hasAudio });
  if (!planned.ok) throw new Error(planned.code);
  return planned.plan;
}

const request = (plan: LadderPlan) => jobRequest(env, { ref, input, month: '2026-11' }, plan);

test.each([
  ['a picture with sound', planOf(picture())],
  ['a silent picture', planOf(picture(), false)],
  ['a portrait at 120 frames a second', planOf(picture({ rotation: 90, frameRate: { num: 120, den: 1 } }))],
  ['sound alone', planOf(null)],
])('%s gives a request that the service accepts', (_, plan) => {
  validate(JSON.parse(JSON.stringify(request(plan))));
  expect(validate.errors).toBeNull();
});

type Reference = {
  Settings: {
    Inputs: { CaptionSelectors?: object }[];
    OutputGroups: { Outputs: { NameModifier: string }[] }[];
  };
};

/** Replaces what the plan decides and the reference only gives as an example. */
function withoutSizes(value: unknown): unknown {
  const own = [
    'MaxBitrate',
    'QvbrQualityLevel',
    'FramerateDenominator',
    'MaxCaptures',
    'StatusUpdateInterval',
  ];
  return JSON.parse(JSON.stringify(value), (name, part: unknown) =>
    own.includes(name) || name === 'ClientRequestToken' ? typeof part : part,
  );
}

test('a 1080p ladder is the reference request without captions, with a rung more', () => {
  const expected = load('createjob-ladder-CMAF.json') as Reference;
  const [group] = expected.Settings.OutputGroups;
  delete expected.Settings.Inputs[0]?.CaptionSelectors;
  group?.Outputs.splice(0, Infinity, ...group.Outputs.filter((output) => output.NameModifier !== '_sub_eng'));
  const plan = planOf(picture());
  const four = { ...plan, rungs: plan.rungs.filter(({ name }) => name !== '240p') };
  expect(withoutSizes(request(four))).toMatchObject(withoutSizes(expected) as object);
});

test('our names come back in every event of the job', () => {
  const made = request(planOf(picture()));
  expect(made.UserMetadata).toEqual({ ...ref, attempt: '1', month: '2026-11' });
  expect(made.ClientRequestToken).toMatch(/^[0-9a-f]{64}$/);
  expect(request(planOf(null)).ClientRequestToken).toBe(made.ClientRequestToken);
});

test.each([
  ['a silent picture', planOf(picture({ width: 640, height: 360 }), false), ['_360p', '_240p'], true],
  ['sound alone', planOf(null), ['_audio'], false],
])('%s has only the outputs it needs', (_, plan, names, hasFrames) => {
  const groups = request(plan).Settings?.OutputGroups ?? [];
  expect(groups[0]?.Outputs?.map(({ NameModifier }) => NameModifier)).toEqual(names);
  expect(groups).toHaveLength(hasFrames ? 2 : 1);
});

test('a fast source is converted to the halved rate', () => {
  const plan = planOf(picture({ frameRate: { num: 120_000, den: 1001 } }));
  const settings = request(plan).Settings?.OutputGroups?.[0]?.Outputs?.[0]?.VideoDescription?.CodecSettings;
  expect(settings?.H264Settings).toMatchObject({
    FramerateControl: 'SPECIFIED',
    FramerateNumerator: 60_000,
    FramerateDenominator: 1001,
  });
});
