/** Codes that say no language (ISO 639-2): undetermined, uncoded, several, none; and what is for local use. */
const noLanguage = /^(und|mis|mul|zxx|q[a-t][a-z])$/;

/**
 * A language as containers and people write it (ISO 639-1, 639-2 of either kind, BCP 47, any case) as a BCP 47 tag in
 * its shortest form (`GER` is `de`, `pt-br` is `pt-BR`); null for what is none.
 */
export function languageTag(code: string | null | undefined): string | null {
  try {
    const [tag] = Intl.getCanonicalLocales(code?.replaceAll('_', '-') ?? '');
    return tag && !noLanguage.test(tag.split('-')[0] ?? '') ? tag : null;
  } catch {
    return null;
  }
}

const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/** `German` of `de`; null where the tag has no name. */
export const languageName = (tag: string): string | null => names.of(tag) ?? null;
