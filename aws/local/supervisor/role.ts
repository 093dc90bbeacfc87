import type { ChildProcess } from 'node:child_process';
import * as z from 'zod';
import { Refusal } from './options.ts';

const answerSchema = z.union([z.object({ ready: z.unknown() }), z.object({ failed: z.string() })]);

type Running<Ready> = { ready: Ready; close(): Promise<void> };

/** A close that takes longer is cut short: everything on disk survives that. */
const closeMs = 5000;

/**
 * The child's side: waits for its input, starts, says `ready`, and ends when told to or when the supervisor is gone,
 * whatever became of it.
 */
export function playRole<Input, Ready>(
  input: z.ZodType<Input>,
  start: (input: Input) => Promise<Running<Ready>>,
): void {
  let running: Running<Ready> | undefined;
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), closeMs).unref();
    await running?.close();
    process.exit(0);
  };
  process.on('disconnect', end).on('SIGTERM', end).on('SIGINT', end);
  process.once('message', async (message) => {
    try {
      running = await start(input.parse(message));
      process.send?.({ ready: running.ready });
    } catch (error) {
      console.error(error);
      process.send?.({ failed: error instanceof Error ? error.message : String(error) }, () =>
        process.exit(1),
      );
    }
  });
}

/**
 * The supervisor's side: hands a child its input and resolves with what it says when it is ready.
 * @throws Refusal with the child's own words when it cannot start
 */
export async function direct<Ready>(
  child: ChildProcess,
  input: object,
  ready: z.ZodType<Ready>,
): Promise<Ready> {
  const answer = new Promise<unknown>((resolve) => child.once('message', resolve));
  child.send(input);
  const said = answerSchema.parse(await answer);
  if ('failed' in said) throw new Refusal(said.failed);
  return ready.parse(said.ready);
}
