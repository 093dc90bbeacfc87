import type { CreateUpload, SignedParts, Upload } from '../../../shared/upload.ts';
import type { Memory } from './memory.ts';
import { backoffMs, type DonePart, fingerprintOf, partRange, resumeFrom, sizeOfPart } from './plan.ts';

const parallel = 3;
const attempts = 6;

type Send = <T>(method: string, path: string, sent?: { body?: unknown; signal?: AbortSignal }) => Promise<T>;
type Put = (
  part: SignedParts['parts'][number],
  body: Blob,
  options: { onSent: (bytes: number) => void; signal: AbortSignal },
) => Promise<string>;

/** What a transfer needs of the browser; tests bring their own. */
export type Means = {
  send: Send;
  put: Put;
  memory: Memory;
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  random: () => number;
};

type Options = {
  signal: AbortSignal;
  onSent: (sentBytes: number) => void;
  /** Something failed and is tried again soon. */
  onRetry?: (() => void) | undefined;
};

/** A refusal by the API that no repetition mends; one by S3 (an expired signature, a busy hour) may pass. */
const isFinal = (error: unknown) =>
  error instanceof Error && error.name === 'Refusal' && 'status' in error && isClientError(error.status);
const isClientError = (status: unknown) =>
  typeof status === 'number' && status >= 400 && status < 500 && status !== 429;

/** The remembered upload of this file if it is still open, else a new one. */
async function open(file: File, { send, memory }: Means, signal: AbortSignal): Promise<Upload> {
  const known = memory.recall(fingerprintOf(file));
  if (known) {
    const upload = await send<Upload>('GET', `/api/uploads/${known.id}`, { signal }).catch(
      (error: unknown) => {
        if (isFinal(error)) return null;
        throw error;
      },
    );
    if (upload?.status === 'open' && upload.sizeBytes === file.size) return upload;
  }
  const contentType = file.type || 'application/octet-stream';
  const body: CreateUpload = { fileName: file.name, sizeBytes: file.size, contentType };
  return send<Upload>('POST', '/api/uploads', { body, signal });
}

/** Tells the sum of what is sent, while parts report theirs. */
function createTally(onSent: (bytes: number) => void) {
  const sent = new Map<number, number>();
  let sum = 0;
  return (partNumber: number, bytes: number) => {
    sum += bytes - (sent.get(partNumber) ?? 0);
    sent.set(partNumber, bytes);
    onSent(sum);
  };
}

/** Repeats a task that may be repeated, until it succeeds, is refused for good or has failed too often. */
async function persistently<T>(
  task: () => Promise<T>,
  { wait, random }: Means,
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
function sendPart(file: File, upload: Upload, partNumber: number, means: Means, options: Options) {
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

/** Runs `parallel` workers over the parts; the first failure stops the others. */
async function sendParts(
  file: File,
  upload: Upload,
  means: Means,
  { signal, onSent, onRetry }: Options,
): Promise<DonePart[]> {
  const { done, left } = resumeFrom(upload);
  const tally = createTally(onSent);
  for (const { partNumber } of done) tally(partNumber, sizeOfPart(upload, partNumber));
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
  const workers = Array.from({ length: parallel }, () =>
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
 * `onSent` gets the bytes that arrived or are under way. On cancelling (`signal`) the upload is thrown away.
 */
export async function transfer(file: File, means: Means, options: Options): Promise<{ videoId: string }> {
  const fingerprint = fingerprintOf(file);
  const upload = await open(file, means, options.signal);
  means.memory.remember(fingerprint, { id: upload.id, name: file.name });
  try {
    const completed = await finish(upload, await sendParts(file, upload, means, options), means, options);
    means.memory.forget(fingerprint);
    return completed;
  } catch (error) {
    if (options.signal.aborted) await discard(upload.id, fingerprint, means);
    throw error;
  }
}

/** Completing may be repeated: the API answers the same again. */
function finish({ id }: Upload, parts: DonePart[], means: Means, options: Options) {
  const sent = { body: { parts }, signal: options.signal };
  const complete = () => means.send<{ videoId: string }>('POST', `/api/uploads/${id}/complete`, sent);
  return persistently(complete, means, options);
}

/** Throws an unfinished upload away, here and in S3. */
export async function discard(
  uploadId: string,
  fingerprint: string,
  { send, memory }: Pick<Means, 'send' | 'memory'>,
) {
  memory.forget(fingerprint);
  await send('DELETE', `/api/uploads/${uploadId}`).catch(() => undefined);
}
