import { OutputRejected } from '../rejected.ts';
import { setsOfDash } from './dash.ts';

type Span = { start: number; end: number };

/** Whatever XML has between `<` and `>`; groups: slash of an end tag, name, slash of an empty element. */
const markup =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)([\w:.-]+)(?:[^<>"']|"[^"]*"|'[^']*')*?(\/?)>/g;

/** Where elements of a name lie that are never within one another, in the order of the text. */
function spansOf(text: string, name: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const { 0: tag, 1: closes, 2: tagName, 3: empty, index } of text.matchAll(markup)) {
    if (tagName !== name) continue;
    if (!closes) start = index;
    if (closes || empty) spans.push({ start, end: index + tag.length });
  }
  return spans;
}

/** The text without some of its parts, and without the space that set them off. */
function without(text: string, spans: readonly Span[]): string {
  let from = 0;
  const parts = spans.map(({ start, end }) => {
    const part = text.slice(from, start).trimEnd();
    from = end;
    return part;
  });
  return parts.join('') + text.slice(from);
}

/**
 * A DASH manifest without the representations of some files, and without adaptation sets that have no other. Every other
 * byte stays as it was.
 * @throws OutputRejected when it is no manifest, or cannot be read as one text
 */
export function withoutRepresentations(text: string, file: string, gone: ReadonlySet<string>): string {
  const sets = setsOfDash(text, file);
  const setSpans = spansOf(text, 'AdaptationSet');
  const spans = spansOf(text, 'Representation');
  if (setSpans.length !== sets.length || spans.length !== sets.flat().length)
    throw new OutputRejected({ check: 'playlists', file });
  const isGone = (files: string[]) => files.some((one) => gone.has(one));
  const cuts = sets.map((set, at) => {
    const own = spans.splice(0, set.length);
    if (set.every(isGone)) return setSpans.slice(at, at + 1);
    return own.filter((_, index) => isGone(set[index] ?? []));
  });
  return without(text, cuts.flat());
}
