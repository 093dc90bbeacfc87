import type { CaptionItem, Input } from '../../../shared/catalog-item.ts';
import { distinctName } from '../../../shared/distinct.ts';
import { languageName } from '../../../shared/language.ts';
import { captionPath, type VersionRef } from '../../../shared/paths.ts';
import { serialiseWebVtt } from '../../../shared/webvtt.ts';
import type { ReadBytes } from '../container/bytes.ts';
import type { Context } from '../context.ts';
import { putFile } from '../put-file.ts';
import { readSource } from '../source.ts';
import { matroskaCaptions } from './matroska.ts';
import { mp4Captions } from './mp4.ts';
import type { CaptionTrack } from './track.ts';

/** A video's item has to stay small. */
const mostTracks = 20;
/** What the handler's own time leaves; far more than an index takes to read, enough for a gigabyte without one. */
const budget = { bytes: 1024 ** 3, ms: 20_000 };

/** Reads until too much was read, or for too long. */
function limited({ now }: Context, read: ReadBytes): ReadBytes {
  const until = now() + budget.ms;
  let left = budget.bytes;
  return async (start, end) => {
    left -= end - start;
    if (left < 0 || now() > until) throw new Error('reading the text would take too long');
    return read(start, end);
  };
}

function labelOf({ name, language, isForced }: CaptionTrack): string {
  const known = name ?? (language && languageName(language)) ?? 'Captions';
  return isForced && !name ? `${known} (forced)` : known;
}

async function write(context: Context, ref: VersionRef, tracks: CaptionTrack[]): Promise<CaptionItem[]> {
  const captions: CaptionItem[] = [];
  for (const track of tracks) {
    const language = track.language ?? 'und';
    const id = `${captions.length + 1}-${language}`;
    const path = captionPath(ref, id);
    const label = distinctName(
      labelOf(track),
      captions.map((one) => one.label),
    );
    await putFile(context, path, serialiseWebVtt({ styles: [], cues: track.cues }), 'text/vtt');
    captions.push({ id, language, label, path });
  }
  return captions;
}

/** Text tracks within a source, each as WebVTT beside the version; empty ones and those beyond twenty are left out. */
export async function keepCaptions(context: Context, ref: VersionRef, input: Input): Promise<CaptionItem[]> {
  const read = limited(context, (start, end) =>
    readSource(context, input, start, Math.min(end, input.sizeBytes)),
  );
  const tracks = [
    ...(await mp4Captions(read, input.sizeBytes)),
    ...(await matroskaCaptions(read, input.sizeBytes)),
  ];
  const said = tracks.filter(({ cues }) => cues.length > 0).slice(0, mostTracks);
  return write(context, ref, said);
}
