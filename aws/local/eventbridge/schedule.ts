/** Something that is done again and again; a rejected promise is told to `failed`, and the next round comes all the same. */
export type Schedule = { name: string; everyMs: number; run(): Promise<void> };

export type SchedulerOptions = { schedules: Schedule[]; failed?: (name: string, error: unknown) => void };

/** EventBridge's scheduled rules on one machine: every round begins `everyMs` after the last one ended. */
export function createScheduler({ schedules, failed = () => {} }: SchedulerOptions) {
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Map<string, Promise<void>>();
  let closed = false;

  const plan = (schedule: Schedule) => {
    if (closed) return;
    timers.set(schedule.name, setTimeout(() => begin(schedule), schedule.everyMs).unref());
  };

  const begin = (schedule: Schedule) => {
    const round = schedule
      .run()
      .catch((error: unknown) => failed(schedule.name, error))
      .then(() => plan(schedule));
    running.set(schedule.name, round);
  };

  return {
    start() {
      for (const schedule of schedules) plan(schedule);
    },
    /** Begins no more rounds and waits up to two seconds for those under way. */
    async close() {
      closed = true;
      for (const timer of timers.values()) clearTimeout(timer);
      const done = Promise.all(running.values());
      await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
    },
  };
}
