import { chosenOwnPoster, type Made, type Next } from '../../../shared/catalog-item.ts';
import { imagePath } from '../../../shared/paths.ts';
import type { Resolution, VideoStatus, VideoSummary } from '../../../shared/video.ts';
import type { Card } from './cards.ts';

/** `ready` while something plays, else the state of what is being made. */
export const statusOf = ({ current, next }: Card): VideoStatus =>
  current ? 'ready' : (next?.status ?? 'failed');

/** Per cent are there while a job runs, and only then. */
export const percentOf = (next: Next | undefined): number | null =>
  next?.status === 'transcoding' ? (next.percent ?? 0) : null;

type Picture = { id: string; path: string };

/** The picture shown before playing: the one chosen, else the frame the pipeline picked. */
export function posterPicture(card: Card): Picture | null {
  const { current, posterId } = card;
  const frame = (id: string | null | undefined) => current?.made.frames.find((one) => one.id === id);
  return chosenOwnPoster(card) ?? frame(posterId) ?? frame(current?.made.posterId) ?? null;
}

function posterPath(card: Card): string | null {
  if (card.published) return card.imageKey ? imagePath(card.org, card.imageKey) : null;
  return posterPicture(card)?.path ?? null;
}

function posterOf(card: Card, mediaOrigin: string): VideoSummary['poster'] {
  const path = posterPath(card);
  const size = chosenOwnPoster(card) ?? card.current?.made.frameSize;
  return path && size ? { url: `${mediaOrigin}/${path}`, width: size.width, height: size.height } : null;
}

/** The sizes of a version's renditions, each once. */
export function resolutionsOf(made: Pick<Made, 'renditions'> | undefined): Resolution[] {
  const sizes = made?.renditions.map(({ width, height }) => ({ width, height })) ?? [];
  return [...new Map(sizes.map((size) => [`${size.width}x${size.height}`, size])).values()];
}

/** A video as lists show it; `mediaOrigin` without a trailing slash. */
export function toSummary(card: Card, mediaOrigin: string): VideoSummary {
  return {
    id: card.videoId,
    title: card.title,
    tags: card.tags,
    status: statusOf(card),
    progressPercent: card.current ? null : percentOf(card.next),
    published: card.published,
    publishedAt: (card.published && card.publishedAt) || null,
    durationMs: card.current?.made.durationMs ?? null,
    resolutions: resolutionsOf(card.current?.made),
    poster: posterOf(card, mediaOrigin),
    createdAt: card.createdAt,
    updatedAt: card.updatedAt,
  };
}

/** What the making of a video has come to, as lists show it to those who manage; what nothing is known of yet is null. */
export const makingOf = ({ current, next }: Card) => ({
  next: next
    ? {
        version: next.version,
        attempt: next.attempt,
        status: next.status,
        progressPercent: percentOf(next),
        retryAt: (next.status === 'queued' && !next.jobId && next.retryAt) || null,
      }
    : null,
  failure: next?.failure ?? null,
  // Both of the same version, the newest.
  cost: {
    estimatedUsd: (next ?? current)?.estimatedUsd ?? null,
    actualUsd: (next ?? current)?.actualUsd ?? null,
  },
});
