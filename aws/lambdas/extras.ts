import type { CaptionItem, Frame, Input, Made } from '../../shared/catalog-item.ts';
import type { VersionRef } from '../../shared/paths.ts';
import type { Size } from '../../shared/probe.ts';
import { keepCaptions } from './captions/keep.ts';
import type { Context } from './context.ts';
import { keepCover } from './cover.ts';

type Warning = NonNullable<Made['warnings']>[number];

const warnings = {
  captions_unreadable: 'The subtitles in the file could not be read. Add them as files of their own.',
  cover_unreadable: 'The cover picture in the file could not be read.',
} as const;

/** What a source carries besides picture and sound, written beside its version. */
export type Extras = {
  captions: CaptionItem[];
  cover: { frame: Frame; size: Size } | null;
  warnings: Warning[];
};

/** Subtitles, and of sound alone the cover. A video is not worth less without them: a failure is a warning. */
export async function keepExtras(
  context: Context,
  ref: VersionRef,
  input: Input,
  hasPicture: boolean,
): Promise<Extras> {
  const failed: Warning[] = [];
  const warn = (code: keyof typeof warnings) => (error: unknown) => {
    context.log(code, { reason: error instanceof Error ? error.message : String(error) });
    failed.push({ code, message: warnings[code] });
    return null;
  };
  const captions = await keepCaptions(context, ref, input).catch(warn('captions_unreadable'));
  const cover = hasPicture ? null : await keepCover(context, ref, input).catch(warn('cover_unreadable'));
  return { captions: captions ?? [], cover, warnings: failed };
}
