/** A title from a file name: no folder, no extension, separators to blanks. */
export function titleFromFileName(fileName: string): string {
  const base = fileName.split(/[\\/]/).at(-1) ?? '';
  const words = base
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/[_\s]+/g, ' ')
    .trim();
  return (words || 'Untitled').slice(0, 200);
}
