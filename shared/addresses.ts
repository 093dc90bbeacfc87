import * as z from 'zod';

/** An e-mail address as it is kept: in lower case, because Cognito takes both for one. */
export const emailSchema = z
  .email()
  .max(254)
  .transform((email) => email.toLowerCase());

/** One address of a pasted list. `line` counts from 1; `email` is null for what is no address. */
export type Address = { line: number; text: string; email: string | null };

/** At a comma, or behind the `>` that ends an address; not inside quotes or angle brackets. */
const pieceOfLine = /(?:"[^"]*"|<[^<>]*>|[^,"<]|["<])+/g;

const angled = /<([^<>]*)>$/;

/** `Doe, Jane <jane@example.com>` is one address: a name without `@` belongs to the brackets that follow it. */
function joinNames(pieces: readonly string[]): string[] {
  const joined: string[] = [];
  for (const piece of pieces) {
    const name = joined.at(-1)?.includes('@') === false && angled.test(piece) ? joined.pop() : undefined;
    joined.push(name === undefined ? piece : `${name}, ${piece}`);
  }
  return joined;
}

/** The addresses in a piece; words around bare ones are names. What holds none stays whole, to be complained about. */
function addressesIn(piece: string): string[] {
  const inBrackets = angled.exec(piece)?.[1];
  if (inBrackets !== undefined) return [inBrackets.trim()];
  const bare = piece.split(/\s+/).filter((word) => word.includes('@'));
  return bare.length > 0 ? bare : [piece];
}

const piecesOf = (part: string) =>
  (part.match(pieceOfLine) ?? []).map((piece) => piece.trim()).filter(Boolean);

function readLine(text: string, line: number): Address[] {
  return text
    .split(';')
    .flatMap((part) => joinNames(piecesOf(part)))
    .flatMap(addressesIn)
    .map((address) => ({ line, text: address, email: emailSchema.safeParse(address).data ?? null }));
}

/**
 * Reads addresses as people paste them: separated by commas, semicolons or lines, bare or as `Name <a@b>`. A list's
 * items are its lines.
 */
export const readAddresses = (pasted: string | readonly string[]): Address[] =>
  (typeof pasted === 'string' ? pasted.split(/\r\n?|\n/) : pasted).flatMap((text, index) =>
    readLine(text, index + 1),
  );

/** Each address once, where it came first; what is no address stays, each where it is. */
export function foldAddresses(addresses: readonly Address[]): Address[] {
  const seen = new Set<string>();
  return addresses.filter(({ email }) => {
    if (email === null) return true;
    const isFirst = !seen.has(email);
    seen.add(email);
    return isFirst;
  });
}
