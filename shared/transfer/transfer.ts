import { Refusal } from '../refusal.ts';
import type { CreateUpload, SignedParts, Upload } from '../upload.ts';
import { backoffMs, type DonePart, partRange, resumeFrom, sizeOfPart } from './plan.ts';

const usualParallel = 3;
const attempts = 6;

type Send = <T>(method: string, path: string, sent?: { body?: unknown; signal?: AbortSignal }) => Promise<T>;

export type SignedPart = SignedParts['parts'][number];

/** Sends a piece to S3 and gives its ETag. */
type Put<Piece> = (
  part: SignedPart,
  piece: Piece,
  options: { onSent: (bytes: number) => void; signal: AbortSignal },
) => Promise<string>;

/** A file to send: what the API is told of it, what tells it again later, and a piece of it by its bytes. */
export type Sendable<Piece> = CreateUpload & {
  fingerprint: string;
  slice: (start: number, end: number) => Piece;
};

/** Which upload a file had begun, by its fingerprint. */
type Memory = {
  recall: (fingerprint: string) => { id: string } | null;
  remember: (fingerprint: string, upload: { id: string; name: string }) => void;
  forget: (fingerprint: string) => void;
};

/** What a transfer needs of where it runs: a browser, a command line, a test. */
export type Means<Piece> = {
  send: Send;
  put: Put<Piece>;
  memory: Memory;
  /** Before something that failed is tried again; where one can tell, for as long as there is no connection. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  random: () => number;
  /** Parts of one file under way at once; three unless told. */
  parallel?: number;
};

type Options = {
  signal: AbortSignal;
  onSent: (sentBytes: number) => void;
  /** The upload is there, and with it its video. */
  onOpened?: ((upload: Upload) => void) | undefined;
  /** Something failed and is tried again soon. */
  onRetry?: (() => void) | undefined;
};

/** A refusal by the API that no repetition mends; one by S3 (an expired signature, a busy hour) may pass. */
const isFinal = (error: unknown) =>
  error instanceof Refusal && error.status >= 400 && error.status < 500 && error.status !== 429;

/** An upload as it stands; null when it is refused. */
const readUpload = (id: string, { send }: Pick<Means<never>, 'send'>, signal: AbortSignal) =>
  send<Upload>('GET', `/api/uploads/${id}`, { signal }).catch((error: unknown) => {
    if (isFinal(error)) return null;
    throw error;
  });

/**
 * The remembered upload of this file, else a new one. One that is completed is remembered only when nobody heard of it:
 * then everything has arrived.
 */
async function open<Piece>(
  { fingerprint, slice: _, ...body }: Sendable<Piece>,
  means: Means<Piece>,
  signal: AbortSignal,
): Promise<Upload> {
  const known = means.memory.recall(fingerprint);
  const upload = known && (await readUpload(known.id, means, signal));
  if (upload && upload.status !== 'aborted' && upload.sizeBytes === body.sizeBytes) return upload;
  return means.send<Upload>('POST', '/api/uploads', { body, signal });
}

/** Tells the sum of what is sent, while parts report theirs; `before` are bytes that had arrived earlier. */
function createTally(before: number, onSent: (bytes: number) => void) {
  const sent = new Map<number, number>();
  let sum = before;
  onSent(sum);
  return (partNumber: number, bytes: number) => {
    sum += bytes - (sent.get(partNumber) ?? 0);
    sent.set(partNumber, bytes);
    onSent(sum);
  };
}

/** Repeats a task that may be repeated, until it succeeds, is refused for good or has failed too often. */
async function persistently<T>(
  task: () => Promise<T>,
  { wait, random }: Pick<Means<never>, 'wait' | 'random'>,
  { signal, onRetry }: Options,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await task();
    } catch (error) {
      if (signal.aborted || isFinal(error) || attempt === attempts) throw error;
      onRetry?.();
      await wait(backoffMs(attempt, random()), signal);
    }
  }
}

/** Sends one part; every attempt with a signature of its own, because they expire. */
function sendPart<Piece>(
  file: Sendable<Piece>,
  upload: Upload,
  partNumber: number,
  means: Means<Piece>,
  options: Options,
) {
  const { signal, onSent } = options;
  const { start, end } = partRange(upload, partNumber);
  const body = { partNumbers: [partNumber] };
  const task = async (): Promise<DonePart> => {
    const path = `/api/uploads/${upload.id}/parts`;
    const { parts } = await means.send<SignedParts>('POST', path, { body, signal });
    if (!parts[0]) throw new TypeError('the answer holds no signed part');
    const etag = await means.put(parts[0], file.slice(start, end), { onSent, signal });
    onSent(end - start);
    return { partNumber, etag };
  };
  return persistently(task, means, options);
}

/** Runs some workers over the parts; the first failure stops the others. */
async function sendParts<Piece>(
  file: Sendable<Piece>,
  upload: Upload,
  means: Means<Piece>,
  { signal, onSent, onRetry }: Options,
): Promise<DonePart[]> {
  const { done, left } = resumeFrom(upload);
  const before = done.reduce((sum, { partNumber }) => sum + sizeOfPart(upload, partNumber), 0);
  const tally = createTally(before, onSent);
  const failed = new AbortController();
  const both = AbortSignal.any([signal, failed.signal]);
  const work = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const partNumber = next;
      const onPart = (bytes: number) => tally(partNumber, bytes);
      const onFailed = () => {
        onPart(0);
        onRetry?.();
      };
      const options = { signal: both, onSent: onPart, onRetry: onFailed };
      done.push(await sendPart(file, upload, partNumber, means, options));
    }
  };
  const workers = Array.from({ length: means.parallel ?? usualParallel }, () =>
    work().catch((error: unknown) => {
      failed.abort(error);
      throw error;
    }),
  );
  await Promise.all(workers);
  return done.sort((a, b) => a.partNumber - b.partNumber);
}

/**
 * Brings one file to S3 in parts and completes it; goes on where an earlier attempt at the same file stopped.
 * `onSent` gets the bytes that arrived or are under way. Stopped by `signal` it is still remembered and may go on
 * later, or be thrown away (`discard`).
 */
export async function transfer<Piece>(
  file: Sendable<Piece>,
  means: Means<Piece>,
  options: Options,
): Promise<{ videoId: string }> {
  const upload = await open(file, means, options.signal);
  means.memory.remember(file.fingerprint, { id: upload.id, name: file.fileName });
  options.onOpened?.(upload);
  const { videoId } = upload.status === 'open' ? await sendAll(file, upload, means, options) : upload;
  means.memory.forget(file.fingerprint);
  return { videoId };
}

const isConflict = (error: unknown) => error instanceof Refusal && error.code === 'conflict';

/** Sends what is missing and completes. Whoever began it before may be completing it in the same moment. */
async function sendAll<Piece>(
  file: Sendable<Piece>,
  upload: Upload,
  means: Means<Piece>,
  options: Options,
): Promise<{ videoId: string }> {
  try {
    return await finish(upload, await sendParts(file, upload, means, options), means, options);
  } catch (error) {
    const now = isConflict(error) ? await readUpload(upload.id, means, options.signal) : null;
    if (now?.status !== 'completed') throw error;
    return now;
  }
}

/** Completing may be repeated: the API answers the same again. */
function finish<Piece>({ id }: Upload, parts: DonePart[], means: Means<Piece>, options: Options) {
  const sent = { body: { parts }, signal: options.signal };
  const complete = () => means.send<{ videoId: string }>('POST', `/api/uploads/${id}/complete`, sent);
  return persistently(complete, means, options);
}

/** Throws the unfinished upload of a file away, here and in S3. */
export async function discard(fingerprint: string, { send, memory }: Pick<Means<never>, 'send' | 'memory'>) {
  const known = memory.recall(fingerprint);
  memory.forget(fingerprint);
  if (known) await send('DELETE', `/api/uploads/${known.id}`).catch(() => undefined);
}
