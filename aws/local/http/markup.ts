const named: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: keys of objects may have them.
const special = /[&<>"'\u0000-\u001f\u007f\ufffe\uffff]/g;

/**
 * Text within XML or HTML, between tags and in attributes. Control characters become references, as S3 writes the keys
 * that have them.
 */
export const escapeMarkup = (text: string) =>
  text.replace(special, (c) => named[c] ?? `&#x${c.charCodeAt(0).toString(16)};`);
