import type { AttachedImage, Input as MediaInput } from 'mediabunny';
import type { Frame, Input } from '../../shared/catalog-item.ts';
import { type VersionRef, versionPrefix } from '../../shared/paths.ts';
import type { Size } from '../../shared/probe.ts';
import { imageSize } from './container/image.ts';
import type { Context } from './context.ts';
import { openMedia } from './media-input.ts';
import { putFile } from './put-file.ts';
import { readSource } from './source.ts';

/** A poster is loaded before anything plays. */
const maxBytes = 10 * 1024 ** 2;

async function coverOf(input: MediaInput): Promise<AttachedImage | null> {
  const { images = [] } = await input.getMetadataTags();
  return images.find(({ kind }) => kind === 'coverFront') ?? images[0] ?? null;
}

/** The picture that a sound recording carries with it, written beside the version as its only frame; or null. */
export async function keepCover(
  context: Context,
  ref: VersionRef,
  source: Input,
): Promise<{ frame: Frame; size: Size } | null> {
  const read = (start: number, end: number) => readSource(context, source, start, end);
  const cover = await openMedia(read, source.sizeBytes, coverOf);
  const seen = cover && cover.data.length <= maxBytes ? imageSize(cover.data) : null;
  if (!cover || !seen) return null;
  const { type, ...size } = seen;
  const path = `${versionPrefix(ref)}frames/cover.${type === 'image/png' ? 'png' : 'jpg'}`;
  await putFile(context, path, cover.data, type);
  return { frame: { id: 'cover', path, timeMs: 0 }, size };
}
