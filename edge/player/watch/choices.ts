/**
 * What a person chose for the player: the picture's short side in pixels (null: automatic), the captions' language
 * ('' for none), and whether keys work while the focus is elsewhere on the page.
 */
export type Choices = { quality: number | null; captions: string; pageKeys: boolean };

const initial: Choices = { quality: null, captions: '', pageKeys: true };
const place = 'shark-player';

type Kept = Pick<Storage, 'getItem' | 'setItem'>;

/** What is of the right type; what an older or a broken page left behind is as good as nothing. */
function readChoices(storage: Kept): Choices {
  try {
    const kept: Partial<Choices> | null = JSON.parse(storage.getItem(place) ?? 'null');
    return {
      quality: typeof kept?.quality === 'number' ? kept.quality : initial.quality,
      captions: typeof kept?.captions === 'string' ? kept.captions : initial.captions,
      pageKeys: typeof kept?.pageKeys === 'boolean' ? kept.pageKeys : initial.pageKeys,
    };
  } catch {
    return { ...initial };
  }
}

/** Choices that outlive the page where the browser lets them, and hold for the page where it does not. */
export function createChoices(storage: Kept) {
  const choices = readChoices(storage);
  const choose = (made: Partial<Choices>) => {
    Object.assign(choices, made);
    try {
      storage.setItem(place, JSON.stringify(choices));
    } catch {
      // A private window, or no room left: this page still knows.
    }
  };
  return { choices: choices as Readonly<Choices>, choose };
}

export type ChoiceKeeper = ReturnType<typeof createChoices>;

type Size = { width?: number | undefined; height?: number | undefined };

const shortSide = ({ width = 0, height = 0 }: Size) => Math.min(width, height);

/**
 * Where in a list of renditions the chosen quality is: the best that is no better, else the least; -1 leaves it to
 * the player.
 */
export function renditionFor(renditions: readonly Size[], quality: number | null): number {
  if (quality === null || renditions.length === 0) return -1;
  const sides = renditions.map(shortSide);
  const possible = sides.filter((side) => side <= quality);
  return sides.indexOf(possible.length > 0 ? Math.max(...possible) : Math.min(...sides));
}

/** What a rendition is remembered as. */
export const qualityOf = (rendition: Size | null | undefined) => (rendition ? shortSide(rendition) : null);

/** The captions in the chosen language, or in another form of it (`en-GB` for `en`); undefined for none. */
export function captionsFor<T extends { language: string }>(tracks: readonly T[], language: string) {
  if (language === '') return undefined;
  const primary = (tag: string) => tag.toLowerCase().split('-')[0];
  return (
    tracks.find((track) => track.language.toLowerCase() === language.toLowerCase()) ??
    tracks.find((track) => primary(track.language) === primary(language))
  );
}
