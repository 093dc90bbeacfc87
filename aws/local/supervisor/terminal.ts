import type { State } from '../state.ts';

/** What the person who started it reads. */
export type Terminal = {
  step(text: string): void;
  started(state: State, seconds: number): void;
  note(text: string): void;
};

const addresses = (state: State) => [
  ['Watch', state.app],
  ['Mail', state.inbox],
  ['AWS endpoint', state.aws],
  ['Sign-in', state.login],
  ['Media', state.media],
];

const people = ({ admin, viewer }: State) => [
  ['Admin', `${admin.email}   ${admin.password}`],
  ['Viewer', `${viewer.email}  ${viewer.password}`],
];

const rows = (list: string[][]) =>
  list.map(([name = '', text = '']) => `  ${name.padEnd(14)}${text}`).join('\n');

/** Calm words on standard output; everything else is in the log. */
export function createTerminal(write: (text: string) => void, logPath: string): Terminal {
  return {
    step: (text) => write(`${text}…\n`),
    note: (text) => write(`${text}\n`),
    started(state, seconds) {
      const parts = [rows(addresses(state)), rows(people(state)), rows([['Log', logPath]])];
      write(`\nShark is up after ${seconds.toFixed(1)} s. Ctrl+C stops it.\n\n${parts.join('\n\n')}\n\n`);
    },
  };
}
