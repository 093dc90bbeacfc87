import type { Video } from '../../../shared/video.ts';
import { Refusal, request } from '../client.ts';

/** A video as its row names it. */
export type Chosen = { id: string; title: string; tags: readonly string[] };

/** What is done to each of the chosen videos; `past` completes `3 videos …`. */
export type BulkAction = { past: string; each: (video: Chosen) => Promise<unknown> };

/** Somebody else may edit between reading the tags and writing them; so often is read again. */
const attempts = 4;

const pathOf = ({ id }: Chosen) => `/api/videos/${id}`;

const isBeaten = (error: unknown) => error instanceof Refusal && error.code === 'precondition_failed';

/** Tags with one more, or one less; the same list when nothing changes. */
export const withTag = (tags: readonly string[], tag: string) => (tags.includes(tag) ? tags : [...tags, tag]);
export const withoutTag = (tags: readonly string[], tag: string) =>
  tags.includes(tag) ? tags.filter((one) => one !== tag) : tags;

async function changeTags(
  video: Chosen,
  change: (tags: readonly string[]) => readonly string[],
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const answer = await request('GET', pathOf(video));
    const { tags }: Video = await answer.json();
    const changed = change(tags);
    if (changed === tags) return;
    try {
      await request('PATCH', pathOf(video), { body: { tags: changed }, ifMatch: answer.headers.get('etag') });
      return;
    } catch (error) {
      if (!isBeaten(error) || attempt === attempts) throw error;
    }
  }
}

/** What is gone already need not be deleted. */
const remove = (video: Chosen) =>
  request('DELETE', pathOf(video)).catch((error: unknown) => {
    if (!(error instanceof Refusal) || error.code !== 'not_found') throw error;
  });

const publishing = (published: boolean) => (video: Chosen) =>
  request('PATCH', pathOf(video), { body: { published } });

/** The action of a button by its value; null for one that is none. `tag` is what the field beside it holds. */
export function actionOf(value: string, tag: string): BulkAction | null {
  switch (value) {
    case 'publish':
      return { past: 'published', each: publishing(true) };
    case 'unpublish':
      return { past: 'unpublished', each: publishing(false) };
    case 'tag':
      return {
        past: `tagged “${tag}”`,
        each: (video) => changeTags(video, (tags) => withTag(tags, tag)),
      };
    case 'untag':
      return {
        past: `without the tag “${tag}”`,
        each: (video) => changeTags(video, (tags) => withoutTag(tags, tag)),
      };
    case 'delete':
      return { past: 'deleted', each: remove };
    default:
      return null;
  }
}
