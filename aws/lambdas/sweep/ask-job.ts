import {
  CancelJobCommand,
  GetJobCommand,
  type Job,
  MediaConvertServiceException,
  type OutputGroup,
} from '@aws-sdk/client-mediaconvert';
import type { JobChanged, JobDetail } from '../../../shared/events/job-changed.ts';
import type { Context } from '../context.ts';

/** Longer than a queue may be full; a job that has not begun by then never will. */
export const neverStartedAfterMs = 6 * 60 * 60_000;

const isUnknown = (error: unknown) =>
  error instanceof MediaConvertServiceException && error.$metadata.httpStatusCode === 404;

/** The group's type as events name it. */
const typeOf = (group: OutputGroup | undefined) =>
  group?.OutputGroupSettings?.Type?.replace(/_SETTINGS$/, '');

/** What the job made, as its COMPLETE event would have said. */
function groupsOf({ OutputGroupDetails = [], Settings }: Job) {
  return OutputGroupDetails.map(({ OutputDetails = [] }, index) => ({
    type: typeOf(Settings?.OutputGroups?.[index]) ?? '',
    outputDetails: OutputDetails.map(({ DurationInMs, VideoDetails: video }) => ({
      ...(DurationInMs !== undefined && { durationInMs: DurationInMs }),
      ...(video?.WidthInPx &&
        video.HeightInPx && {
          videoDetails: { widthInPx: video.WidthInPx, heightInPx: video.HeightInPx },
        }),
    })),
  }));
}

function detailOf(job: Job, jobId: string): JobDetail | null {
  switch (job.Status) {
    case 'PROGRESSING':
      return {
        jobId,
        status: 'STATUS_UPDATE',
        jobProgress: { jobPercentComplete: job.JobPercentComplete ?? null },
      };
    case 'COMPLETE':
      return { jobId, status: 'COMPLETE', outputGroupDetails: groupsOf(job) };
    case 'ERROR':
      return {
        jobId,
        status: 'ERROR',
        ...(job.ErrorCode !== undefined && { errorCode: job.ErrorCode }),
        ...(job.ErrorMessage && { errorMessage: job.ErrorMessage }),
      };
    case 'CANCELED':
      return { jobId, status: 'CANCELED' };
    default:
      return null;
  }
}

const ended = ['COMPLETE', 'ERROR', 'CANCELED'];

/** The event that a job's state would have come with. An end always has the same id, however often it is asked for. */
function eventOf(detail: JobDetail, endedAt: Date | undefined, nowMs: number): JobChanged {
  const at = (ended.includes(detail.status) && endedAt ? endedAt : new Date(nowMs)).toISOString();
  return {
    ...{ id: `asked-${detail.jobId}-${detail.status}`, time: at, source: 'aws.mediaconvert' },
    ...{ 'detail-type': 'MediaConvert Job State Change', detail },
  };
}

/** Ends a job that never began; false when it has begun after all. */
async function cancel({ mediaconvert }: Context, jobId: string): Promise<boolean> {
  return mediaconvert.send(new CancelJobCommand({ Id: jobId })).then(
    () => true,
    (error: unknown) => {
      const status = error instanceof MediaConvertServiceException && error.$metadata.httpStatusCode;
      if (status === 400 || status === 404 || status === 409) return false;
      throw error;
    },
  );
}

/**
 * Asks MediaConvert for a job. `event`: news, as an event would have brought it; `waiting`: it has not begun; `lost`:
 * nobody knows it, or it never began and was canceled for that.
 */
export async function askJob(context: Context, jobId: string): Promise<JobChanged | 'waiting' | 'lost'> {
  const { mediaconvert, now } = context;
  const answer = await mediaconvert.send(new GetJobCommand({ Id: jobId })).catch((error: unknown) => {
    if (isUnknown(error)) return null;
    throw error;
  });
  if (!answer?.Job) return 'lost';
  const { Job: job } = answer;
  const detail = detailOf(job, jobId);
  if (detail) return eventOf(detail, job.Timing?.FinishTime, now());
  const submitted = job.Timing?.SubmitTime ?? job.CreatedAt;
  const stuck = submitted !== undefined && now() - submitted.getTime() > neverStartedAfterMs;
  return stuck && (await cancel(context, jobId)) ? 'lost' : 'waiting';
}
