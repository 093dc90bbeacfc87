import {
  CreateJobCommand,
  type Job,
  MediaConvertServiceException,
  SearchJobsCommand,
} from '@aws-sdk/client-mediaconvert';
import { jobMetadataSchema } from '../../shared/events/job-changed.ts';
import type { LadderPlan } from '../../shared/ladder.ts';
import type { Context } from './context.ts';
import type { AttemptRef } from './ids.ts';
import { fileUrl, type JobSubject, jobRequest } from './job-request.ts';

type Place = { bucket: string; key: string };

/** SearchJobs takes 300 characters of the input's name, whole or in part. */
const maxSearch = 300;
const maxPages = 5;
/** A file that was dropped again and again has many jobs; one whose id was lost is among the newest. */
const Order = 'DESCENDING' as const;

function isOf(ref: AttemptRef, job: Job): boolean {
  const metadata = jobMetadataSchema.safeParse(job.UserMetadata).data;
  return (
    metadata?.org === ref.org &&
    metadata.videoId === ref.videoId &&
    metadata.version === ref.version &&
    metadata.attempt === ref.attempt
  );
}

/** The id of the job that an attempt already has, or null: found by its exact input and our metadata. */
export async function findJob(
  { mediaconvert }: Pick<Context, 'mediaconvert'>,
  ref: AttemptRef,
  { bucket, key }: Place,
): Promise<string | null> {
  const InputFile = fileUrl(bucket, key).slice(-maxSearch);
  let NextToken: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const input = { InputFile, Order, MaxResults: 20, ...(NextToken && { NextToken }) };
    const answer = await mediaconvert.send(new SearchJobsCommand(input));
    const job = answer.Jobs?.find((one) => isOf(ref, one));
    if (job) return job.Id ?? null;
    NextToken = answer.NextToken;
    if (!NextToken) break;
  }
  return null;
}

/** Creates the job of a claimed attempt and gives its id. */
export async function createJob(
  { mediaconvert, env }: Context,
  subject: JobSubject,
  plan: LadderPlan,
): Promise<string> {
  const { Job: job } = await mediaconvert.send(new CreateJobCommand(jobRequest(env, subject, plan)));
  if (!job?.Id) throw new TypeError('CreateJob answered without a job id');
  return job.Id;
}

/** `refused`: the request is wrong and stays so. `not_made`: surely no job, worth another try. `unknown`: may exist. */
export function outcomeOf(error: unknown): 'refused' | 'not_made' | 'unknown' {
  const status = error instanceof MediaConvertServiceException ? error.$metadata.httpStatusCode : undefined;
  if (status === 400) return 'refused';
  return status !== undefined && status > 400 && status < 500 ? 'not_made' : 'unknown';
}
