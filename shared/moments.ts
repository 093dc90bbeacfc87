/** A moment that a text names: milliseconds from the start, and what it calls it. */
export type Chapter = { startMs: number; title: string };

const clock = /^(?:(\d{1,2}):)?(\d{1,2}):(\d{2})$/;
const units = /^(?=\d)(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?$/;

const msOf = ([hours = '0', minutes = '0', seconds = '0']: (string | undefined)[]) =>
  ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;

/** Milliseconds of `90`, `90s`, `1m30s` or `1h2m3s`, as in `?t=1m30s`; null for anything else. */
export function parseMoment(text: string): number | null {
  const [match, ...parts] = units.exec(text) ?? [];
  return match === undefined ? null : msOf(parts);
}

/** Milliseconds of `1:30` or `1:02:03`; null for anything else. */
function parseClock(text: string): number | null {
  const [match, ...parts] = clock.exec(text) ?? [];
  const [, minutes, seconds] = parts.map(Number);
  const isClock = (parts[0] === undefined || Number(minutes) < 60) && Number(seconds) < 60;
  return match !== undefined && isClock ? msOf(parts) : null;
}

/** `1:30 Title`, `(1:30) Title`, `[1:30] - Title`, `- 1:30: Title`. */
const line = /^(?:[-*•]\s+)?[([]?(\d[\d:]*\d)[)\]]?(?=[\s:|–—-])\s*(?:[:|–—-]\s*)?(\S.*)$/;

function chapterOf(text: string): Chapter | null {
  const [, time = '', title = ''] = line.exec(text.trim()) ?? [];
  const startMs = parseClock(time);
  return startMs === null || title === '' ? null : { startMs, title };
}

const isAscending = (chapters: readonly Chapter[]) =>
  chapters.every(({ startMs }, index) => startMs > (chapters[index - 1]?.startMs ?? -1));

/**
 * The chapters in a description: its lines that begin with a time, at least two and in order, else none. Those from
 * the end of the video on (`durationMs`) do not count. `rest` is the description without them.
 */
export function readChapters(
  description: string,
  durationMs: number | null,
): { chapters: Chapter[]; rest: string } {
  const lines = description.split('\n').map((text) => ({ text, chapter: chapterOf(text) }));
  const chapters = lines.flatMap(({ chapter }) =>
    chapter && chapter.startMs < (durationMs ?? Infinity) ? [chapter] : [],
  );
  if (chapters.length < 2 || !isAscending(chapters)) return { chapters: [], rest: description };
  const kept = lines.filter(({ chapter }) => !chapter || !chapters.includes(chapter));
  const rest = kept.map(({ text }) => text).join('\n');
  return { chapters, rest: rest.replace(/\n{3,}/g, '\n\n').trim() };
}
