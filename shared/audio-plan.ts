import { distinctName } from './distinct.ts';
import { languageName } from './language.ts';
import type { AudioTrack } from './probe.ts';

/** One sound to make. */
export type AudioPlan = {
  /** Among the source's sound tracks, from 1. */
  track: number;
  /** BCP 47. */
  language: string | null;
  /** What a player's menu shows: letters, digits and blanks, no two alike. */
  name: string;
  /** What plays unless somebody chooses: exactly one. */
  isDefault: boolean;
  /** Whether a player may choose it by the viewer's language: no two of one language (RFC 8216, 4.3.4.1.1). */
  autoSelect: boolean;
};

type Numbered = AudioTrack & { track: number };

/** MediaConvert takes these only (`StreamName`): accents are dropped, what is left empty has no name. */
const plain = (text: string | null) =>
  text?.normalize('NFKD').replace(/\p{M}/gu, '').replace(/\W+/g, ' ').trim() || null;

const nameOf = ({ name, language }: Numbered) =>
  plain(name) ?? plain(language && languageName(language)) ?? 'Audio';

/** The track that says it is the default, else the first, and then the others in their order. */
function inOrder(tracks: AudioTrack[]): Numbered[] {
  const numbered = tracks.map((track, index) => ({ ...track, track: index + 1 }));
  const first = numbered.find(({ isDefault }) => isDefault) ?? numbered[0];
  return first ? [first, ...numbered.filter((one) => one !== first)] : [];
}

/** The sounds made of a source's tracks, the default first, `most` at most. */
export function planAudio(tracks: AudioTrack[], most: number): AudioPlan[] {
  const plans: AudioPlan[] = [];
  for (const one of inOrder(tracks).slice(0, most)) {
    const { track, language } = one;
    const isDefault = plans.length === 0;
    const isNew = language !== null && plans.every((plan) => plan.language !== language);
    const name = distinctName(
      nameOf(one),
      plans.map((plan) => plan.name),
    );
    plans.push({ track, language, name, isDefault, autoSelect: isDefault || isNew });
  }
  return plans;
}
