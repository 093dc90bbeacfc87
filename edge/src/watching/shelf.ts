import { type Progress, resumeAt } from '../../../shared/position.ts';
import type { VideoSummary } from '../../../shared/video.ts';
import type { Membership } from '../auth/membership.ts';
import { readCardsOf } from '../catalog/cards.ts';
import { toSummary } from '../catalog/summary.ts';
import { audienceOf } from '../search/row.ts';
import type { Services } from '../services.ts';
import { readWatched, type Watched } from './positions.ts';

/** The catalog marks so many videos as begun or watched: the last ones. */
const mostMarks = 1000;

/** Videos to go on with that are offered, and those looked at for it: some are gone by now. */
const [mostOffered, mostTried] = [6, 24];

/** Who looked in for less has not begun. */
const begunMs = 5000;

/** What the catalog knows of somebody: how far they are in a video, by its id, and what they may go on with, last first. */
export type Shelf = { progress: ReadonlyMap<string, Progress>; unfinished: VideoSummary[] };

const isUnfinished = (watched: Watched) => resumeAt(watched) >= begunMs;

async function readUnfinished(services: Services, { org }: Membership, watched: Watched[]) {
  const ids = watched
    .filter(isUnfinished)
    .slice(0, mostTried)
    .map(({ videoId }) => videoId);
  const cards = await readCardsOf(services, org, ids);
  return ids
    .map((id) => cards.get(id))
    .filter((card) => card !== undefined)
    .filter((card) => audienceOf(card) === 'everyone')
    .slice(0, mostOffered)
    .map((card) => toSummary(card, services.settings.MEDIA_ORIGIN));
}

/** Reads a person's shelf; what to go on with only where it is shown. */
export async function readShelf(
  services: Services,
  who: Membership,
  { unfinished }: { unfinished: boolean },
): Promise<Shelf> {
  const watched = await readWatched(services, who, mostMarks);
  return {
    progress: new Map(
      watched.filter(({ positionMs }) => positionMs >= begunMs).map((one) => [one.videoId, one]),
    ),
    unfinished: unfinished ? await readUnfinished(services, who, watched) : [],
  };
}
