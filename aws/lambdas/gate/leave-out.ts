import { PutObjectCommand } from '@aws-sdk/client-s3';
import { manifestName } from '../../../shared/paths.ts';
import { type Folder, type Manifest, type Media, readManifest } from '../folder.ts';
import { type Master, parseMaster } from '../manifest.ts';
import { OutputRejected } from '../rejected.ts';
import { sortOut } from './dominated.ts';
import type { Checked } from './gate.ts';
import { type LeftOut, noteOf } from './left-out.ts';
import { withoutRepresentations } from './without-representations.ts';
import { withoutVariants } from './without-variants.ts';

type Listed = Master['renditions'];
type Parts = { kept: Listed; leftOut: Listed };

/** What is offered to players, and what is not. */
type Offered = { renditions: Listed; leftOut: LeftOut };

/** Files that only renditions name that are left out. */
function filesOf(tracks: Checked['tracks'], { kept, leftOut }: Parts): Set<string> {
  const names = (renditions: Listed, file: string) => renditions.some((one) => one.file === file);
  const goes = ({ file }: { file: string }) => names(leftOut, file) && !names(kept, file);
  const staying = new Set(tracks.flatMap((track) => (goes(track) ? [] : track.files)));
  return new Set(
    tracks.flatMap((track) => (goes(track) ? track.files : [])).filter((one) => !staying.has(one)),
  );
}

/** Manifests are written as the service writes them: nothing says how long they may be kept. */
const putManifest = ({ s3, env }: Media, Key: string, { text, notes }: Manifest, ContentType: string) =>
  s3.send(new PutObjectCommand({ Bucket: env.MEDIA_BUCKET, Key, Body: text, ContentType, Metadata: notes }));

async function cutDash(media: Media, folder: Folder, gone: ReadonlySet<string>): Promise<void> {
  const file = manifestName.dash;
  if (!folder.sizes.has(file)) return;
  const { text, notes } = await readManifest(media, folder, file);
  const cut = withoutRepresentations(text, file, gone);
  if (cut !== text)
    await putManifest(media, folder.prefix + file, { text: cut, notes }, 'application/dash+xml');
}

async function cutHls(media: Media, folder: Folder, parts: Parts): Promise<Listed> {
  const file = manifestName.hls;
  const { text, notes } = await readManifest(media, folder, file);
  const cut = withoutVariants(text, file, parts);
  const { renditions } = parseMaster(cut, file);
  const [wrong] = sortOut(renditions).leftOut;
  if (wrong) throw new OutputRejected({ check: 'bandwidth', file: wrong.file });
  const noted = { text: cut, notes: { ...notes, ...noteOf(parts.leftOut) } };
  await putManifest(media, folder.prefix + file, noted, 'application/vnd.apple.mpegurl');
  return renditions;
}

/**
 * Takes renditions out of both manifests that a larger one makes useless, because it takes no more: bandwidth rises with
 * size over what is left. The multivariant playlist is written last and says what it lacks, so that whoever was stopped
 * before does it all again, and whoever comes after has nothing to do and the same answer.
 */
export async function leaveOut(media: Media, folder: Folder, checked: Checked): Promise<Offered> {
  const parts = sortOut(checked.renditions);
  if (parts.leftOut.length === 0) return { renditions: parts.kept, leftOut: checked.leftOut };
  await cutDash(media, folder, filesOf(checked.tracks, parts));
  return { renditions: await cutHls(media, folder, parts), leftOut: parts.leftOut };
}
