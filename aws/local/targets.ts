import { rules } from '../../shared/events/rules.ts';
import { schedules } from '../../shared/events/schedules.ts';
import type { LambdaEnv } from '../lambdas/env.ts';
import { createHandler as createRecordJob } from '../lambdas/record-job.lambda.ts';
import { createHandler as createSubmitJob } from '../lambdas/submit-job.lambda.ts';
import { createHandler as createSweep } from '../lambdas/sweep.lambda.ts';
import type { Rule } from './eventbridge/event-bus.ts';
import type { Schedule } from './eventbridge/schedule.ts';
import type { Clock } from './ports.ts';

/**
 * A killed process takes its handlers along, and a job is found the moment it is made: a claim that it left behind need
 * not wait as long as on AWS.
 */
const leaseMs = 20_000;

/** Asking costs nothing here, and whoever sits before the machine does not want to wait. */
const checkAfterMs = 30_000;

/** A minute of a deployed schedule, in ms on this machine. */
const scheduledMinuteMs = 3000;

const overridesOf = (clock: Clock) => ({ now: () => clock.now(), leaseMs, checkAfterMs });

/** The deployed rules with the deployed handlers behind them. */
export function rulesWithTargets(env: LambdaEnv, clock: Clock): Rule[] {
  const overrides = overridesOf(clock);
  return [
    {
      name: 'source-uploaded',
      pattern: rules.sourceUploaded(env.UPLOADS_BUCKET),
      target: { name: 'submit-job', invoke: createSubmitJob(env, overrides) },
    },
    {
      name: 'job-changed',
      pattern: rules.jobChanged(env.MEDIACONVERT_QUEUE_ARN),
      target: { name: 'record-job', invoke: createRecordJob(env, overrides) },
    },
  ];
}

/** The deployed sweeper's rounds, twenty times as often. */
export function sweeperRounds(env: LambdaEnv, clock: Clock): Schedule[] {
  const sweep = createSweep(env, overridesOf(clock));
  return Object.entries(schedules).map(([name, { everyMinutes, input }]) => ({
    name: `sweep-${name}`,
    everyMs: everyMinutes * scheduledMinuteMs,
    run: () => sweep(input),
  }));
}
