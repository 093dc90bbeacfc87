import { Refusal, ToolFailure } from './refusal.ts';

/** Something only a person, or time, can do; `blocks` when nothing after it can go on without. */
export type Waiting = { waitingFor: string; blocks: boolean };

/** One part of a deployment, made so that it may run again whatever happened the last time. */
export type Step = {
  name: string;
  /** What it would change, a sentence a line; asks nobody. */
  plan(): string[];
  /** Whether everything is as it should be already; changes nothing. */
  done(): Promise<boolean>;
  run(): Promise<Waiting | undefined>;
};

/** As everything stands that is said of one step. */
export const indent = (text: string) => text.replaceAll(/^(?=.)/gm, '     ');

/** Prints the steps in order, with what each would change. */
export function describeSteps(steps: Step[], say: (text: string) => void): void {
  steps.forEach((step, at) => {
    say(`${String(at + 1).padStart(3)}. ${step.name}`);
    for (const line of step.plan()) say(indent(line));
  });
}

async function doStep(step: Step): Promise<{ words: string; waiting?: Waiting }> {
  if (await step.done()) return { words: 'as it should be' };
  const waiting = await step.run();
  return waiting ? { words: 'waits', waiting } : { words: 'done' };
}

export type Ran = { ok: true; waiting: string[] } | { ok: false; step: string };

/**
 * Takes the steps in order; stops at the first that fails, or that waits for something the others need. Errors that
 * nobody expected are thrown on.
 */
export async function runSteps(steps: Step[], say: (text: string) => void): Promise<Ran> {
  const open: string[] = [];
  for (const [at, step] of steps.entries()) {
    const title = `${at + 1}/${steps.length} ${step.name}`;
    say(title);
    try {
      const { words, waiting } = await doStep(step);
      say(indent(waiting?.waitingFor ?? words));
      if (waiting?.blocks) return { ok: false, step: step.name };
      if (waiting) open.push(waiting.waitingFor);
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof ToolFailure)) throw error;
      say(indent(`failed: ${error.message}`));
      return { ok: false, step: step.name };
    }
  }
  return { ok: true, waiting: open };
}
