import type { Screen } from './world.ts';

/** Back to the start of the line, and nothing on it (ECMA-48, EL). */
const erase = '\r\u001b[2K';

const cut = (text: string, columns: number) => {
  const letters = [...text];
  return letters.length < columns ? text : `${letters.slice(0, columns - 2).join('')}…`;
};

/** One line of a terminal that is written over and over. Elsewhere each text is a line. */
export function createStatusLine({ isTty, columns, write }: Screen) {
  let shown = false;
  const clear = () => {
    if (shown) write(erase);
    shown = false;
  };
  return {
    show(text: string) {
      if (!isTty) return write(`${text}\n`);
      write(`${erase}${cut(text, columns())}`);
      shown = true;
    },
    /** Takes the line away. */
    clear,
  };
}

export type StatusLine = ReturnType<typeof createStatusLine>;
