import type { Input, Next, Profile, VideoItem } from '../../shared/catalog-item.ts';
import { dueKeys, keyOf } from '../../shared/catalog-table.ts';
import { titleFromFileName } from '../../shared/file-title.ts';
import type { Source } from '../../shared/video.ts';
import type { Arrival } from './arrival.ts';
import { changeVideo, createVideo, mayBecome, touched } from './catalog.ts';
import type { Context } from './context.ts';
import { absent, all, any, equals, exists } from './expression.ts';
import type { AttemptRef } from './ids.ts';
import { spendMonth } from './spend.ts';

/** The right to make one attempt's job, until `leaseUntil`. `month` (`yyyy-mm`) is where its cost is counted. */
export type Claim = {
  ref: AttemptRef;
  input: Input;
  source: Source;
  leaseUntil: string;
  month: string;
  profile: Profile;
};

const timeAt = (ms: number) => new Date(ms).toISOString();

const unseen = (fileName: string, sizeBytes: number): Source => ({
  fileName,
  sizeBytes,
  width: null,
  height: null,
  frameRate: null,
  hasAudio: null,
});

function claimedNext(
  { now, leaseMs }: Context,
  { version, attempt }: AttemptRef,
  input: Input,
  source: Source,
) {
  return {
    version,
    attempt,
    status: 'queued',
    claimedAt: timeAt(now()),
    leaseUntil: timeAt(now() + leaseMs),
    input,
    source,
  } as const satisfies Next;
}

const claimOf = (ref: AttemptRef, next: Next & Pick<Claim, 'input' | 'source' | 'leaseUntil'>): Claim => ({
  ...{ ref, input: next.input, source: next.source, leaseUntil: next.leaseUntil },
  month: spendMonth(next),
  profile: next.profile ?? 'usual',
});

/** When the sweeper looks, should this come to nothing. */
const lookLater = ({ now, checkAfterMs }: Context, { org, videoId }: AttemptRef) =>
  dueKeys(org, videoId, timeAt(now() + checkAfterMs));

/**
 * Makes the item of a dropped file, claimed from the start; null when somebody else was faster. The same file may have
 * been a video before that was removed.
 */
export async function createClaimed(
  context: Context,
  ref: AttemptRef,
  { fileName }: Arrival,
  input: Input,
): Promise<Claim | null> {
  const { org, videoId } = ref;
  const at = timeAt(context.now());
  const next = claimedNext(context, ref, input, unseen(fileName, input.sizeBytes));
  const created = await createVideo(context, {
    ...keyOf.video(org, videoId),
    org,
    videoId,
    title: titleFromFileName(fileName),
    description: '',
    tags: [],
    published: false,
    createdAt: at,
    metaRev: 0,
    jobRev: 1,
    next,
    ...touched(ref, at),
    ...lookLater(context, ref),
  });
  return created ? claimOf(ref, next) : null;
}

const same = (path: string, value: unknown) => (value === undefined ? absent(path) : equals(path, value));

/**
 * New content under a dropped key: a new `next`, whatever the old one was, and a video that was deleted before is there
 * again. Null when the video changed meanwhile.
 */
export async function replaceClaimed(
  context: Context,
  ref: AttemptRef,
  { fileName }: Arrival,
  input: Input,
  seen: Pick<VideoItem, 'current' | 'next' | 'deletedAt'>,
): Promise<Claim | null> {
  const next = claimedNext(context, ref, input, unseen(fileName, input.sizeBytes));
  const unchanged = all(
    same('next.version', seen.next?.version),
    same('next.attempt', seen.next?.attempt),
    same('current.version', seen.current?.version),
    same('deletedAt', seen.deletedAt),
  );
  const done = await changeVideo(
    context,
    ref,
    {
      set: {
        next,
        ...touched(ref, timeAt(context.now())),
        ...lookLater(context, ref),
      },
      count: ['jobRev'],
      remove: ['deletedAt'],
    },
    all(exists('pk'), unchanged),
  );
  return done ? claimOf(ref, next) : null;
}

/** Takes an upload that waits for its file from `uploading` to `queued`; null when somebody else was faster. */
export async function takeClaim(
  context: Context,
  ref: AttemptRef,
  input: Input,
  known: Next,
): Promise<Claim | null> {
  const source = unseen(known.source?.fileName ?? 'source', input.sizeBytes);
  const next = claimedNext(context, ref, input, source);
  const done = await changeVideo(
    context,
    ref,
    {
      set: {
        'next.status': next.status,
        'next.claimedAt': next.claimedAt,
        'next.leaseUntil': next.leaseUntil,
        'next.input': input,
        'next.source': source,
        ...touched(ref, timeAt(context.now())),
        ...lookLater(context, ref),
      },
      count: ['jobRev'],
    },
    mayBecome(ref, 'uploading'),
  );
  return done ? claimOf(ref, next) : null;
}

/** Takes over a claim whose holder is gone; null when somebody else did. */
export async function takeOver(context: Context, ref: AttemptRef, next: Next): Promise<Claim | null> {
  const { input, source } = next;
  if (!input || !source) return null;
  const leaseUntil = timeAt(context.now() + context.leaseMs);
  const sameLease = next.leaseUntil ? equals('next.leaseUntil', next.leaseUntil) : absent('next.leaseUntil');
  const done = await changeVideo(
    context,
    ref,
    { set: { 'next.leaseUntil': leaseUntil, ...lookLater(context, ref) } },
    all(mayBecome(ref, 'queued'), absent('next.jobId'), sameLease),
  );
  return done ? claimOf(ref, { ...next, input, source, leaseUntil }) : null;
}

/** That the claim is still its holder's, and no job of it is known. */
const stillHeld = ({ ref, leaseUntil }: Claim) =>
  all(mayBecome(ref, 'queued'), absent('next.jobId'), equals('next.leaseUntil', leaseUntil));

/** Holds a claim for another lease from now; null when somebody else took it over or found its job. */
export async function renew(context: Context, claim: Claim): Promise<Claim | null> {
  const leaseUntil = timeAt(context.now() + context.leaseMs);
  const set = { 'next.leaseUntil': leaseUntil };
  return (await changeVideo(context, claim.ref, { set }, stillHeld(claim))) ? { ...claim, leaseUntil } : null;
}

/** Gives a claim back before any job was asked for, so that whoever comes next need not wait for the lease to run out. */
export const giveBack = (context: Context, claim: Claim) =>
  changeVideo(
    context,
    claim.ref,
    {
      set: dueKeys(claim.ref.org, claim.ref.videoId, timeAt(context.now())),
      remove: ['next.leaseUntil'],
    },
    stillHeld(claim),
  );

type Planned = Pick<Next, 'source' | 'expected' | 'frameIntervalMs' | 'soundsLeftOut' | 'estimatedUsd'>;

/** Writes what was learnt of the source and planned for it, still holding the lease; false when it was lost. */
export const storePlan = (
  context: Context,
  { ref, leaseUntil }: Claim,
  { source, expected, frameIntervalMs, soundsLeftOut, estimatedUsd }: Planned,
) =>
  changeVideo(
    context,
    ref,
    {
      set: {
        'next.source': source,
        'next.expected': expected,
        'next.estimatedUsd': estimatedUsd,
        ...(frameIntervalMs && { 'next.frameIntervalMs': frameIntervalMs }),
        ...(soundsLeftOut && { 'next.soundsLeftOut': soundsLeftOut }),
      },
      count: ['jobRev'],
    },
    all(mayBecome(ref, 'queued'), equals('next.leaseUntil', leaseUntil)),
  );

/** Writes the job's id unless an event of the job has already done so; false when the attempt is another one by now. */
export const storeJobId = (context: Context, ref: AttemptRef, jobId: string) =>
  changeVideo(
    context,
    ref,
    { fill: { 'next.jobId': jobId } },
    all(
      equals('next.version', ref.version),
      equals('next.attempt', ref.attempt),
      any(absent('next.jobId'), equals('next.jobId', jobId)),
    ),
  );
