import { audioOf, captionsOf, framesOf, videoOf } from './outputs.ts';
import { badRequest, notImplemented } from './refusal.ts';
import type { CreateJobBody } from './request.ts';
import { type Input, type Output, type OutputGroup, settingsSchema } from './settings.ts';
import { destinationOf, type Place, placeOf, type Wanted, type WantedVideo } from './wanted.ts';

const defaultGopSeconds = 2;

/** One decode makes all renditions, so they share one frame rate and one distance of keyframes. */
function pace(videos: WantedVideo[]): Pick<Wanted, 'frameRate' | 'gopSeconds'> {
  const paces = videos.map(({ h264 }) => {
    const { framerateNumerator: num, framerateDenominator: den } = h264;
    if (h264.framerateControl === 'SPECIFIED' && (!num || !den))
      throw badRequest('h264Settings: SPECIFIED needs framerateNumerator and framerateDenominator');
    const frameRate = h264.framerateControl === 'SPECIFIED' && num && den ? { num, den } : null;
    const gopSeconds =
      h264.gopSizeUnits === 'SECONDS' ? (h264.gopSize ?? defaultGopSeconds) : defaultGopSeconds;
    return { frameRate, gopSeconds };
  });
  if (new Set(paces.map((one) => JSON.stringify(one))).size > 1)
    throw notImplemented('Outputs that differ in frame rate or GOP size');
  return paces[0] ?? { frameRate: null, gopSeconds: defaultGopSeconds };
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
  const shared =
    settings.type === 'CMAF_GROUP_SETTINGS' ? settings.cmafGroupSettings : settings.hlsGroupSettings;
  checkOutputs(group, cmaf ? 'CMFC' : 'M3U8', path);
  const abr = group.automatedEncodingSettings?.abrSettings ?? null;
  const each = <T>(read: (output: Output, where: string) => T | null) =>
    group.outputs.map((output, index) => read(output, `${path}/outputs/${index}`)).filter(present);
  const videos = each((output, where) => videoOf(output, where, abr !== null));
  const audios = each((output, where) => audioOf(output, input, where));
  if (abr && videos.length !== 1)
    throw badRequest(`${path}/outputs: automated ABR takes exactly one video output`);
  if (audios.length > 1) throw notImplemented(`${path}/outputs: more than one audio output`);
  if (videos.length + audios.length === 0) throw badRequest(`${path}/outputs: must have video or audio`);
  return {
    container: cmaf ? ('cmaf' as const) : ('hls' as const),
    destination: destinationOf(shared.destination, place),
    segmentSeconds: shared.segmentLength,
    hls: cmaf ? cmaf.writeHlsManifest === 'ENABLED' : true,
    dash: cmaf ? cmaf.writeDashManifest === 'ENABLED' : false,
    videos,
    abr,
    ...pace(videos),
    audio: audios[0] ?? null,
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
  return {
    input: place,
    uri: input.fileInput,
    rotate: input.videoSelector.rotate === 'AUTO',
    ...only,
    frames: frames[0] ?? null,
    groups: all.map((group) => (group ? 'streams' : 'frames')),
  };
}
