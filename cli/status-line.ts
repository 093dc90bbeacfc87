import type { Screen } from './world.ts';

/** Back to the start of the line, and nothing on it (ECMA-48, EL). */
const erase = '\r\u001b[2K';

const cut = (text: string, columns: number) => {
  const letters = [...text];
  return letters.length < columns ? text : `${letters.slice(0, columns - 2).join('')}…`;
};

/** One line of a terminal that is written over and over. Elsewhere each text is a line, and `passing` ones are left out. */
export function createStatusLine({ isTty, columns, write }: Screen) {
  let shown = false;
  const clear = () => {
    if (shown) write(erase);
    shown = false;
  };
  return {
    show(text: string, { passing = false } = {}) {
      if (!isTty) return passing ? undefined : write(`${text}\n`);
      write(`${erase}${cut(text, columns())}`);
      shown = true;
    },
    /** Takes the line away. */
    clear,
    /** Leaves a text behind. */
    settle(text: string) {
      clear();
      write(`${text}\n`);
    },
  };
}

export type StatusLine = ReturnType<typeof createStatusLine>;
