import { createSpeed, fingerprintOf } from '../../../shared/transfer/plan.ts';
import { discard, type Means, type Sendable, transfer } from '../../../shared/transfer/transfer.ts';
import type { Upload } from '../../../shared/upload.ts';
import { whenOnline } from './connection.ts';
import type { Look } from './look.ts';

/** The same file may become a video of its own, or a new version of others. */
const fingerprintFor = (file: File, videoId: string | undefined) =>
  videoId ? `${videoId}|${fingerprintOf(file)}` : fingerprintOf(file);

const sendableOf = (file: File, videoId: string | undefined): Sendable<Blob> => ({
  fingerprint: fingerprintFor(file, videoId),
  fileName: file.name,
  sizeBytes: file.size,
  ...(videoId ? { videoId } : {}),
  contentType: file.type || 'application/octet-stream',
  slice: (start, end) => file.slice(start, end),
});

export type Sending = {
  signal: AbortSignal;
  show: (look: Look) => void;
  /** Bytes that arrived or are under way; `freshBytes` of them since this call. */
  count?: (sentBytes: number, freshBytes: number) => void;
  onOpened?: (upload: Upload) => void;
  /** The video that gets a new version; without it there is a new video. */
  videoId?: string;
};

const brokenLook = (): Look => ({ kind: navigator.onLine ? 'retrying' : 'offline' });

async function sendOnce(file: File, means: Means<Blob>, sending: Sending) {
  const { signal, show, count, onOpened } = sending;
  const speedAt = createSpeed();
  let before: number | null = null;
  const onSent = (sentBytes: number) => {
    if (signal.aborted) return;
    before ??= sentBytes;
    count?.(sentBytes, sentBytes - before);
    const speed = speedAt(performance.now(), sentBytes);
    show(sentBytes < file.size ? { kind: 'sending', sentBytes, speed } : { kind: 'finishing' });
  };
  const onRetry = () => show(brokenLook());
  const sendable = sendableOf(file, sending.videoId);
  const { videoId } = await transfer(sendable, means, { signal, onOpened, onRetry, onSent });
  return videoId;
}

/**
 * Brings a file to S3 and gives the id of its video, however often the connection is lost, also before there is an upload
 * that could be gone on with. Rejects with the signal's reason, or with what no waiting mends.
 */
export async function sendFile(file: File, means: Means<Blob>, sending: Sending): Promise<string> {
  const { signal, show } = sending;
  for (;;) {
    if (!navigator.onLine) show({ kind: 'offline' });
    await whenOnline(signal);
    try {
      return await sendOnce(file, means, sending);
    } catch (error) {
      if (signal.aborted || navigator.onLine) throw error;
    }
  }
}

/** Throws away what was sent of a file. */
export const throwAway = (file: File, means: Means<Blob>, videoId?: string) =>
  discard(fingerprintFor(file, videoId), means);
