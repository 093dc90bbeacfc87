import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { type LadderPlan, planLadder } from '../../shared/ladder.ts';
import { policyOf } from '../../shared/ladder-policy.ts';
import type { PictureTrack } from '../../shared/probe.ts';
import { audioTrack, pictureTrack, probeOf } from '../../shared/testing/probes.ts';
import { shapes } from '../../shared/testing/shapes.ts';
import { jobRequest } from './job-request.ts';
import { jobEnv as env, jobRef as ref } from './testing/job.ts';

const reference = join(import.meta.dirname, '../reference');
const load = (name: string): unknown => JSON.parse(readFileSync(join(reference, name), 'utf8'));
const validate = new Ajv2020({ strict: false }).compile(load('createjob.schema.json') as object);

const input = { bucket: 'up', key: `uploads/shark/${ref.videoId}/${ref.version}/source` };

const picture = (more: Partial<PictureTrack> = {}) => pictureTrack(1920, 1080, more);

function planOf(track: PictureTrack | null, audio = [audioTrack()]): LadderPlan {
  const planned = planLadder(probeOf(track, { durationMs: 20_000, audio }));
  if (!planned.ok) throw new Error(planned.code);
  return planned.plan;
}

const sounds = (...languages: (string | null)[]) =>
  languages.map((language, index) => audioTrack({ language, isDefault: index === 0 }));

const request = (plan: LadderPlan) => jobRequest(env, { ref, input, month: '2026-11' }, plan);

const everyPlan = Object.entries(shapes).flatMap(([shape, probe]) =>
  (['usual', 'safe'] as const).map((profile) => [shape, profile, probe] as const),
);

test.each(everyPlan)('%s, %s, gives a request that the service accepts', (_, profile, probe) => {
  const planned = planLadder(probe, policyOf(profile, 2160));
  if (!planned.ok) throw new Error(planned.code);
  validate(JSON.parse(JSON.stringify(request(planned.plan))));
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
  ['a silent picture', planOf(picture({ width: 640, height: 360 }), []), ['_360p', '_240p'], true],
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

describe('sound', () => {
  const soundsOf = (plan: LadderPlan) => {
    const { Inputs, OutputGroups } = request(plan).Settings ?? {};
    const outputs = (OutputGroups?.[0]?.Outputs ?? []).filter((output) => output.AudioDescriptions);
    return { selectors: Inputs?.[0]?.AudioSelectors, outputs };
  };

  test('of several tracks is one rendition each, the default first', () => {
    const tracks = sounds('en', 'de', 'de', null).map((track, index) => ({
      ...track,
      isDefault: index === 1,
    }));
    const { selectors, outputs } = soundsOf(planOf(picture(), tracks));
    expect(selectors).toEqual({
      'Audio Selector 2': { SelectorType: 'TRACK', Tracks: [2], DefaultSelection: 'DEFAULT' },
      'Audio Selector 1': { SelectorType: 'TRACK', Tracks: [1], DefaultSelection: 'NOT_DEFAULT' },
      'Audio Selector 3': { SelectorType: 'TRACK', Tracks: [3], DefaultSelection: 'NOT_DEFAULT' },
      'Audio Selector 4': { SelectorType: 'TRACK', Tracks: [4], DefaultSelection: 'NOT_DEFAULT' },
    });
    const shown = outputs.map(({ NameModifier, ContainerSettings, AudioDescriptions }) => {
      const { AudioSourceName, StreamName, CustomLanguageCode } = AudioDescriptions?.[0] ?? {};
      const type = ContainerSettings?.CmfcSettings?.AudioTrackType;
      return [NameModifier, AudioSourceName, StreamName, CustomLanguageCode, type];
    });
    expect(shown).toEqual([
      ['_audio', 'Audio Selector 2', 'German', 'de', 'ALTERNATE_AUDIO_AUTO_SELECT_DEFAULT'],
      ['_audio_1', 'Audio Selector 1', 'English', 'en', 'ALTERNATE_AUDIO_AUTO_SELECT'],
      ['_audio_3', 'Audio Selector 3', 'German 2', 'de', 'ALTERNATE_AUDIO_NOT_AUTO_SELECT'],
      ['_audio_4', 'Audio Selector 4', 'Audio', undefined, 'ALTERNATE_AUDIO_NOT_AUTO_SELECT'],
    ]);
  });

  test('without a picture is a variant of its own', () => {
    const [output] = soundsOf(planOf(null, sounds('en', 'de'))).outputs;
    expect(output?.ContainerSettings?.CmfcSettings?.AudioTrackType).toBe('AUDIO_ONLY_VARIANT_STREAM');
  });

  test('in many channels is mixed down to stereo', () => {
    const { outputs } = soundsOf(planOf(picture(), [audioTrack({ channels: 6 })]));
    const { CodecSettings, StreamName } = outputs[0]?.AudioDescriptions?.[0] ?? {};
    expect(CodecSettings?.AacSettings?.CodingMode).toBe('CODING_MODE_2_0');
    expect(StreamName).toBeUndefined();
  });
});

test.each([
  ['an ordinary picture', {}, undefined],
  [
    'HDR',
    { isHdr: true },
    { ColorCorrector: { ColorSpaceConversion: 'FORCE_709', HdrToSdrToneMapper: 'PRESERVE_DETAILS' } },
  ],
  [
    'fields',
    { isInterlaced: true },
    { Deinterlacer: { Algorithm: 'INTERPOLATE', Mode: 'DEINTERLACE', Control: 'NORMAL' } },
  ],
  [
    'what may be fields',
    { isInterlaced: null },
    { Deinterlacer: { Algorithm: 'INTERPOLATE', Mode: 'DEINTERLACE', Control: 'NORMAL' } },
  ],
])('of %s every picture, captured ones too, is prepared alike', (_, more, expected) => {
  const groups = request(planOf(picture(more))).Settings?.OutputGroups ?? [];
  const pictures = groups
    .flatMap(({ Outputs }) => Outputs ?? [])
    .flatMap((one) => one.VideoDescription ?? []);
  expect(pictures).toHaveLength(6);
  for (const one of pictures) expect(one.VideoPreprocessors).toEqual(expected);
});
