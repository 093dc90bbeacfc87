import type { Next } from '../../../shared/catalog-item.ts';
import type { CompleteDetail } from '../../../shared/events/job-changed.ts';
import { manifestName } from '../../../shared/paths.ts';
import { type Folder, type Media, readManifest } from '../folder.ts';
import { type Master, parseMaster, parseMedia } from '../manifest.ts';
import { type Flaw, OutputRejected } from '../rejected.ts';
import { notAsAsked } from './asked.ts';
import { enlarged, missing, mixedUp } from './checks.ts';
import { filesOfDash } from './dash.ts';
import { type LeftOut, leftOutOf } from './left-out.ts';
import { checkLengths, type Track } from './lengths.ts';

/** What stood the checks; `durationMs` is the longest of what plays, `leftOut` is what somebody left out before. */
export type Checked = Master & { durationMs: number; tracks: Track[]; leftOut: LeftOut };

/** A manifest that the job says it wrote into the folder, and that is not there. */
function unwritten({ outputGroupDetails = [] }: CompleteDetail, { prefix, sizes }: Folder): Flaw | null {
  const paths = outputGroupDetails.flatMap(({ playlistFilePaths = [] }) => playlistFilePaths);
  const names = paths.flatMap((path) => path.split(`/${prefix}`)[1] ?? []);
  const file = names.find((name) => !sizes.get(name));
  return file === undefined ? null : { check: 'playlists', file };
}

/** What the job says of the length of its streams, in ms. */
function toldLengths({ outputGroupDetails = [] }: CompleteDetail): number[] {
  const groups = outputGroupDetails.filter(({ type }) => type !== 'FILE_GROUP');
  const said = groups.flatMap(({ outputDetails = [] }) => outputDetails.map((one) => one.durationInMs ?? 0));
  return said.filter((ms) => ms > 0);
}

function reject(flaw: Flaw | null): void {
  if (flaw) throw new OutputRejected(flaw);
}

async function readTracks(media: Media, folder: Folder, { streams }: Master): Promise<Track[]> {
  const read = async (stream: Master['streams'][number]) => {
    const { text } = await readManifest(media, folder, stream.file);
    return { ...stream, ...parseMedia(text, stream.file) };
  };
  return Promise.all(streams.map(read));
}

async function readDash(media: Media, folder: Folder): Promise<Set<string>> {
  const file = manifestName.dash;
  if (!folder.sizes.has(file)) return new Set();
  return filesOfDash((await readManifest(media, folder, file)).text, file);
}

/** How much the files of a playlist take together. */
const bytesIn =
  ({ sizes }: Folder, tracks: readonly Track[]) =>
  (playlist: string) => {
    const files = tracks.find(({ file }) => file === playlist)?.files ?? [];
    return files.reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0);
  };

/**
 * Reads back what a job made, before anybody may watch it: every manifest can be read, every file they name is there and
 * not empty, lengths agree, renditions are those asked for and not mixed up, sound is there when the source has it,
 * nothing was enlarged. That bandwidth rises with size is seen to afterwards, by `leaveOut`.
 * @throws OutputRejected at the first that does not hold; any other error means "again, later"
 */
export async function checkOutput(
  media: Media,
  folder: Folder,
  detail: CompleteDetail,
  { source, expected }: Next,
): Promise<Checked> {
  const file = manifestName.hls;
  const manifest = await readManifest(media, folder, file);
  const master = parseMaster(manifest.text, file);
  reject(unwritten(detail, folder));
  const tracks = await readTracks(media, folder, master);
  const named = new Set([...tracks.flatMap(({ files }) => files), ...(await readDash(media, folder))]);
  const { renditions, hasSound } = master;
  const leftOut = leftOutOf(manifest);
  reject(missing(named, folder.sizes));
  reject(checkLengths(tracks, { expected, source, renditions, saidMs: toldLengths(detail) }));
  reject(mixedUp(renditions, bytesIn(folder, tracks)));
  if ((expected?.hasAudio ?? source?.hasAudio) && !hasSound) reject({ check: 'audio', file });
  reject(enlarged(renditions, source));
  reject(notAsAsked(renditions, leftOut, expected?.renditions));
  const playing = tracks.filter(({ kind }) => kind !== 'captions');
  const durationMs = Math.round(Math.max(...playing.map(({ lengthMs }) => lengthMs)));
  return { ...master, durationMs, tracks, leftOut };
}
