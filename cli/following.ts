import type { Video } from '../shared/video.ts';
import type { Context } from './context.ts';

const pollMs = 1500;

const words: Record<Video['status'], string> = {
  uploading: 'waiting to be picked up',
  queued: 'waiting for the transcoder',
  transcoding: 'transcoding',
  ready: 'ready',
  failed: 'failed',
};

/** Where a video is, in words: what is being made comes before what plays already. */
export function stateOf({ status, progressPercent, next, failure }: Video): string {
  const making = next ?? { status, progressPercent };
  const percent = making.progressPercent === null ? '' : ` ${Math.round(making.progressPercent)} %`;
  const replacing = next && status === 'ready' ? 'plays; a new version: ' : '';
  const why = failure ? `: ${failure.message} ${failure.remedy}` : '';
  return `${replacing}${words[making.status]}${percent}${why}`;
}

export const isOver = ({ status, next }: Video) =>
  next ? next.status === 'ready' || next.status === 'failed' : status === 'ready' || status === 'failed';

export async function readVideo({ api }: Context, id: string): Promise<Video> {
  return (await api().typed.videos[':id'].$get({ param: { id } })).json();
}

/** Asks until the video is ready or failed, telling each state once. */
export async function follow(context: Context, id: string, tell: (state: string) => void): Promise<Video> {
  const { wait, signal } = context.world;
  let told = '';
  for (;;) {
    const video = await readVideo(context, id);
    const state = stateOf(video);
    if (state !== told) tell(state);
    told = state;
    if (isOver(video)) return video;
    await wait(pollMs, signal);
  }
}
