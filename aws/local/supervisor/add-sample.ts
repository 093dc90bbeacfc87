import { join } from 'node:path';
import type * as z from 'zod';
import type { State } from '../state.ts';
import { forkChild } from './child.ts';
import { sampleReadySchema } from './messages.ts';
import { host } from './ports.ts';
import { direct } from './role.ts';
import type { Run } from './run.ts';

type Outcome = z.infer<typeof sampleReadySchema>;

const sentence = ({ status }: Outcome, logPath: string): string | null =>
  status === null
    ? null
    : status === 'ready'
      ? 'The sample video is ready to watch.'
      : `The sample video could not be made (${status}). See ${logPath}`;

/** Adds the sample in the background and says so; without it everything still works. */
export async function addSample(
  { options, ports, log, terminal, children, end }: Run,
  state: State,
): Promise<void> {
  const child = forkChild('sample', join(import.meta.dirname, 'sample-process.ts'), log);
  children.push(child);
  const input = { state, apiOrigin: `http://${host}:${ports.app}`, dataDir: options.data };
  const failed = (error: unknown): Outcome => ({ status: String(error) });
  const outcome = await Promise.race([
    direct(child.process, input, sampleReadySchema).catch(failed),
    child.gone.then(failed),
  ]);
  const said = sentence(outcome, log.path);
  if (said && !end.signal.aborted) terminal.note(said);
  await child.stop(1000);
}
