import type { Video } from '../../../shared/video.ts';
import { Refusal, remedyOf, request, send } from '../client.ts';
import type { Look } from './look.ts';

const pollMs = 1500;

let following = 0;

/** However many are followed, the service is asked as often as for one. */
const nextLook = () => new Promise<void>((resolve) => void setTimeout(resolve, pollMs * following));

function lookOf({ status, progressPercent, failure }: Video): Look {
  if (status === 'ready') return { kind: 'ready' };
  if (status !== 'failed') return { kind: 'making', status, percent: Math.round(progressPercent ?? 0) };
  const { message = 'It could not be made.', remedy = '' } = failure ?? {};
  return { kind: 'failed', message, remedy, requestId: null };
}

const failedBy = (error: Refusal): Look => ({
  kind: 'failed',
  message: error.message,
  remedy: remedyOf(error),
  requestId: error.requestId,
});

const isGone = (error: unknown) => error instanceof Refusal && error.status === 404;

/** The video as it is now; null when that cannot be told, to be asked again. */
async function readVideo(videoId: string): Promise<Video | null> {
  return send<Video>('GET', `/api/videos/${videoId}`).catch((error: unknown) => {
    if (isGone(error)) throw error;
    return null;
  });
}

/** Shows a video's way from its file to what plays, or to why it does not. */
async function watch(videoId: string, show: (look: Look) => void): Promise<Look> {
  for (;;) {
    const video = await readVideo(videoId);
    const look = video && lookOf(video);
    if (look) show(look);
    if (look && look.kind !== 'making') return look;
    await nextLook();
  }
}

/** Until there is an answer: publishing twice is as good as once. */
async function publish(videoId: string): Promise<void> {
  try {
    await request('PATCH', `/api/videos/${videoId}`, { body: { published: true } });
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 0) throw error;
    await nextLook();
    await publish(videoId);
  }
}

type Wish = { wanted: () => boolean; fulfilled: () => void };

/** Follows a video whose file has arrived until it is ready or has failed; then publishes it if that is wanted. */
export async function follow(videoId: string, show: (look: Look) => void, wish: Wish): Promise<void> {
  following++;
  try {
    const { kind } = await watch(videoId, show);
    if (kind === 'ready' && wish.wanted()) {
      await publish(videoId);
      show({ kind: 'published' });
    }
    wish.fulfilled();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (isGone(error)) wish.fulfilled();
    show(failedBy(error));
  } finally {
    following--;
  }
}
