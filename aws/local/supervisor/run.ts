import type { Child } from './child.ts';
import type { LogFile } from './log-file.ts';
import { type Options, Refusal } from './options.ts';
import type { Ports } from './ports.ts';
import type { Terminal } from './terminal.ts';

/** One run of Shark, from the command to its end. */
export type Run = {
  options: Options;
  ports: Ports;
  log: LogFile;
  terminal: Terminal;
  children: Child[];
  /** Aborts with why everything has to end: `Told`, or what went wrong. */
  end: AbortController;
};

/** Somebody asked for the end; nothing is wrong. */
export class Told extends Error {
  override name = 'Told';
}

/** Settles as `work` does, or rejects with the reason when everything has to end first. */
export function unlessEnded<T>({ end: { signal } }: Run, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const onEnd = () => reject(signal.reason);
    if (signal.aborted) return onEnd();
    signal.addEventListener('abort', onEnd, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onEnd));
  });
}

/** A child whose end is everybody's. */
export function keep(run: Run, child: Child): Child {
  run.children.push(child);
  void child.gone.then((how) =>
    run.end.abort(new Refusal(`${child.lastWords()}\nThe ${child.name} process ${how}. See ${run.log.path}`)),
  );
  return child;
}

/** A child that comes to an end by itself. Resolves with how. */
export function lend(run: Run, child: Child): Promise<string> {
  run.children.push(child);
  return unlessEnded(run, child.gone);
}
