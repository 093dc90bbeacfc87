import { rules } from '../../shared/events/rules.ts';
import type { LambdaEnv } from '../lambdas/env.ts';
import { createHandler as createRecordJob } from '../lambdas/record-job.lambda.ts';
import { createHandler as createSubmitJob } from '../lambdas/submit-job.lambda.ts';
import type { Rule } from './eventbridge/event-bus.ts';
import type { Clock } from './ports.ts';

/**
 * A killed process takes its handlers along, and a job is found the moment it is made: a claim that it left behind need
 * not wait as long as on AWS.
 */
const leaseMs = 20_000;

/** The deployed rules with the deployed handlers behind them. */
export function rulesWithTargets(env: LambdaEnv, clock: Clock): Rule[] {
  const overrides = { now: () => clock.now(), leaseMs };
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
