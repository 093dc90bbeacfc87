import type { AwsEvent, Clock, EventBus } from '../ports.ts';
import { type Delivery, type Due, openJournal } from './journal.ts';
import { compilePattern } from './pattern.ts';

export type { Delivery } from './journal.ts';

/** What a rule sends its events to; a rejected promise means "again, later". */
export type Target = { name: string; invoke(event: unknown): Promise<void> };
export type Rule = { name: string; pattern: Record<string, unknown>; target: Target };

export type EventBusOptions = {
  dataDir: string;
  clock: Clock;
  rules: Rule[];
  /** Deliveries in flight for each target. */
  concurrency?: number;
  /** Tries before a delivery is dead. With the defaults the last one comes about 2.5 minutes after the first. */
  maxAttempts?: number;
  firstRetryMs?: number;
  maxRetryMs?: number;
  /** A target that has not answered by then has failed, as a function that runs into its timeout. */
  timeoutMs?: number;
};

/** Settles as `work` does, or rejects after `ms`. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

const textOf = (error: unknown) =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 1000);

/**
 * EventBridge on one machine: an event is journalled once for each rule that matches it, then handed to the rule's target
 * at least once, oldest first but past one that fails, with doubling pauses until it is delivered or dead.
 * Nothing is delivered before `start()`, which also takes up what an earlier process left.
 * @throws TypeError when a rule's pattern uses what `compilePattern` does not do.
 */
export function createEventBus({
  dataDir,
  clock,
  rules,
  concurrency = 4,
  maxAttempts = 10,
  firstRetryMs = 1000,
  maxRetryMs = 30_000,
  timeoutMs = 300_000,
}: EventBusOptions): EventBus & { start(): void; close(): Promise<void>; deliveries(): Delivery[] } {
  const compiled = rules.map((rule) => ({ ...rule, matches: compilePattern(rule.pattern) }));
  const targets = new Map(rules.map((rule) => [rule.target.name, rule.target]));
  const journal = openJournal(dataDir);
  const inFlight = new Map<number, { target: string; done: Promise<void> }>();
  let state: 'stopped' | 'running' | 'closed' = 'stopped';
  let timer: NodeJS.Timeout | undefined;

  const failed = (due: Due, error: unknown) => {
    const attempts = due.attempts + 1;
    const pauseMs = Math.min(firstRetryMs * 2 ** (attempts - 1), maxRetryMs);
    if (attempts >= maxAttempts) journal.dead(due.seq, textOf(error), clock.now());
    else journal.retry(due.seq, textOf(error), clock.now() + pauseMs);
  };

  const deliver = async (due: Due, target: Target) => {
    journal.begin(due.seq);
    const outcome = await within(timeoutMs, (async () => target.invoke(JSON.parse(due.body)))()).then(
      () => () => journal.delivered(due.seq, clock.now()),
      (error: unknown) => () => failed(due, error),
    );
    inFlight.delete(due.seq);
    if (state === 'closed') return;
    outcome();
    pump();
  };

  const busy = (target: string) => [...inFlight.values()].filter((one) => one.target === target).length;

  const pump = () => {
    if (state !== 'running') return;
    clearTimeout(timer);
    // One reading of the clock: what is due between two would be in neither the one nor the other.
    const nowMs = clock.now();
    for (const [name, target] of targets) {
      const free = concurrency - busy(name);
      if (free <= 0) continue;
      for (const due of journal.due(name, nowMs, maxRetryMs, [...inFlight.keys()], free)) {
        const place = { target: name, done: Promise.resolve() };
        inFlight.set(due.seq, place);
        place.done = deliver(due, target);
      }
    }
    sleepUntilDue(nowMs);
  };

  const sleepUntilDue = (nowMs: number) => {
    const at = journal.nextAt(nowMs);
    if (at !== null) timer = setTimeout(pump, Math.min(at - nowMs, 1000)).unref();
  };

  return {
    async put(event: AwsEvent) {
      const body = JSON.stringify(event);
      const carried: unknown = JSON.parse(body);
      const matched = compiled.filter((rule) => rule.matches(carried));
      journal.add(
        event.id,
        body,
        matched.map((rule) => ({ rule: rule.name, target: rule.target.name })),
        clock.now(),
      );
      if (matched.length > 0) setImmediate(pump);
    },
    start() {
      if (state !== 'stopped') return;
      state = 'running';
      pump();
    },
    /** Takes no more up and waits up to two seconds for what is in flight; what does not finish is delivered again. */
    async close() {
      if (state === 'closed') return;
      state = 'stopped';
      clearTimeout(timer);
      const flying = Promise.allSettled([...inFlight.values()].map((one) => one.done));
      await Promise.race([flying, new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
      state = 'closed';
      journal.close();
    },
    deliveries: () => journal.all(),
  };
}
