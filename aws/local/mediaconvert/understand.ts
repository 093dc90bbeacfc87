import { audioOf, captionsOf, checkAudios, framesOf, videoOf } from './outputs.ts';
import { badRequest, notImplemented } from './refusal.ts';
import type { CreateJobBody } from './request.ts';
import { type Input, type Output, type OutputGroup, settingsSchema } from './settings.ts';
import { destinationOf, type Place, placeOf, type Wanted, type WantedVideo } from './wanted.ts';

const defaultGopSeconds = 2;

/** What all share, because one decode makes them all. */
function shared<T>(values: T[], what: string): T | undefined {
  if (new Set(values.map((value) => JSON.stringify(value))).size > 1)
    throw notImplemented(`Outputs that differ in ${what}`);
  return values[0];
}

function paceOf({ h264 }: WantedVideo): Pick<Wanted, 'frameRate' | 'gopSeconds'> {
  const { framerateNumerator: num, framerateDenominator: den } = h264;
  if (h264.framerateControl === 'SPECIFIED' && (!num || !den))
    throw badRequest('h264Settings: SPECIFIED needs framerateNumerator and framerateDenominator');
  const frameRate = h264.framerateControl === 'SPECIFIED' && num && den ? { num, den } : null;
  const gopSeconds =
    h264.gopSizeUnits === 'SECONDS' ? (h264.gopSize ?? defaultGopSeconds) : defaultGopSeconds;
  return { frameRate, gopSeconds };
}

const present = <T>(value: T | null): value is T => value !== null;

function checkOutputs(group: OutputGroup, container: 'CMFC' | 'M3U8', path: string) {
  const modifiers = new Set<string>();
  for (const [index, output] of group.outputs.entries()) {
    const where = `${path}/outputs/${index}`;
    const kinds = [output.videoDescription, output.audioDescriptions, output.captionDescriptions].filter(
      Boolean,
    );
    if (output.containerSettings.container !== container)
      throw badRequest(`${where}/containerSettings/container: must be ${container} in this output group`);
    if (kinds.length !== 1) throw notImplemented(`${where}: an output of other than one stream`);
    if (output.videoDescription?.codecSettings.codec === 'FRAME_CAPTURE')
      throw badRequest(`${where}: FRAME_CAPTURE is for file groups only`);
    if (modifiers.has(output.nameModifier))
      throw badRequest(`${where}/nameModifier: must differ from the others`);
    modifiers.add(output.nameModifier);
  }
}

function streamsOf(group: OutputGroup, input: Input, place: Place, path: string) {
  const settings = group.outputGroupSettings;
  if (settings.type === 'FILE_GROUP_SETTINGS') return null;
  const cmaf = settings.type === 'CMAF_GROUP_SETTINGS' ? settings.cmafGroupSettings : null;
  const common =
    settings.type === 'CMAF_GROUP_SETTINGS' ? settings.cmafGroupSettings : settings.hlsGroupSettings;
  checkOutputs(group, cmaf ? 'CMFC' : 'M3U8', path);
  const abr = group.automatedEncodingSettings?.abrSettings ?? null;
  const each = <T>(read: (output: Output, where: string) => T | null) =>
    group.outputs.map((output, index) => read(output, `${path}/outputs/${index}`)).filter(present);
  const videos = each((output, where) => videoOf(output, where, abr !== null));
  const audios = each((output, where) => audioOf(output, input, where));
  if (abr && videos.length !== 1)
    throw badRequest(`${path}/outputs: automated ABR takes exactly one video output`);
  checkAudios(audios, group, path);
  if (videos.length + audios.length === 0) throw badRequest(`${path}/outputs: must have video or audio`);
  return {
    container: cmaf ? ('cmaf' as const) : ('hls' as const),
    destination: destinationOf(common.destination, place),
    segmentSeconds: common.segmentLength,
    hls: cmaf ? cmaf.writeHlsManifest === 'ENABLED' : true,
    dash: cmaf ? cmaf.writeDashManifest === 'ENABLED' : false,
    videos,
    abr,
    ...(shared(videos.map(paceOf), 'frame rate or GOP size') ?? {
      frameRate: null,
      gopSeconds: defaultGopSeconds,
    }),
    audios,
    captions: each((output, where) => captionsOf(output, input, where)),
  };
}

/** What this one cannot do though the service's model allows it, beyond `settings`. */
function refuseElsewhere(body: CreateJobBody) {
  if (body.accelerationSettings?.mode === 'ENABLED')
    throw notImplemented('accelerationSettings/mode ENABLED');
  for (const key of ['jobTemplate', 'hopDestinations', 'simulateReservedQueue', 'jobEngineVersion'])
    if (body[key] !== undefined) throw notImplemented(key);
}

/**
 * Understands a CreateJob body that the service's model allows.
 * @throws Refusal 501 for what is not done here, 400 for what contradicts itself
 */
export function wantedOf(body: CreateJobBody): Wanted {
  refuseElsewhere(body);
  const parsed = settingsSchema.safeParse(body.settings);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw notImplemented(`/settings/${issue?.path.join('/')} (${issue?.message})`);
  }
  const { inputs, outputGroups } = parsed.data;
  const [input] = inputs;
  if (!input) throw badRequest('/settings/inputs: must NOT have fewer than 1 items');
  const place = placeOf(input.fileInput);
  const all = outputGroups.map((group, index) =>
    streamsOf(group, input, place, `/settings/outputGroups/${index}`),
  );
  const streams = all.filter(present);
  const frames = outputGroups.map((group) => framesOf(group, place)).filter(present);
  const [only, ...others] = streams;
  if (!only)
    throw badRequest(
      '/settings/outputGroups: captured frames need an output with video or audio beside them',
    );
  if (others.length > 0 || frames.length > 1) throw notImplemented('More than one group of a kind');
  const pictures = [...only.videos, ...frames];
  return {
    input: place,
    uri: input.fileInput,
    rotate: input.videoSelector.rotate === 'AUTO',
    ...only,
    preprocessors:
      shared(
        pictures.map((one) => one.preprocessors),
        'preprocessors',
      ) ?? {},
    frames: frames[0] ?? null,
    groups: all.map((group) => (group ? 'streams' : 'frames')),
  };
}
