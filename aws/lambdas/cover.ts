import type { Frame, Input } from '../../shared/catalog-item.ts';
import { type VersionRef, versionPrefix } from '../../shared/paths.ts';
import type { Size } from '../../shared/probe.ts';
import { imageSize } from './container/image.ts';
import type { Context } from './context.ts';
import { putFile } from './put-file.ts';
import { readSource } from './source.ts';

/** A poster is loaded before anything plays. */
const maxBytes = 10 * 1024 ** 2;

/** The picture that a sound recording carries with it, written beside the version as its only frame; or null. */
export async function keepCover(
  context: Context,
  ref: VersionRef,
  source: Input,
): Promise<{ frame: Frame; size: Size } | null> {
  const read = (start: number, end: number) => readSource(context, source, start, end);
  const cover = await context.readMedia('cover', read, source.sizeBytes);
  const seen = cover && cover.data.length <= maxBytes ? imageSize(cover.data) : null;
  if (!cover || !seen) return null;
  const { type, ...size } = seen;
  const path = `${versionPrefix(ref)}frames/cover.${type === 'image/png' ? 'png' : 'jpg'}`;
  await putFile(context, path, cover.data, type);
  return { frame: { id: 'cover', path, timeMs: 0 }, size };
}
