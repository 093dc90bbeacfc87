import type { Api } from '../api.ts';
import { command } from '../command.ts';
import { stateOf } from '../following.ts';

type Way = (
  videos: Api['typed']['videos'],
  id: string,
) => ReturnType<Api['typed']['videos'][':id']['retry']['$post']>;

/** Lets videos be made or found again, one after another; stops at the first that is refused. */
const again = (name: string, about: string, way: Way) =>
  command({
    name,
    usage: '<ids…>',
    about,
    options: {},
    words: { least: 1 },
    async run({ world, api }, { words }) {
      for (const id of words) {
        const video = await (await way(api().typed.videos, id)).json();
        world.print(`${id}  ${stateOf(video)}  ${video.title}`);
      }
      return undefined;
    },
  });

export const retry = again('retry', 'try again what failed', (videos, id) =>
  videos[':id'].retry.$post({ param: { id } }),
);

export const restore = again('restore', 'bring deleted videos back, as drafts', (videos, id) =>
  videos[':id'].restore.$post({ param: { id } }),
);
