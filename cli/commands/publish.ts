import { command } from '../command.ts';
import type { Context } from '../context.ts';

/** Publishes videos or takes them back, one after another; stops at the first that is refused. */
export async function setPublished(
  { world, api }: Context,
  ids: string[],
  published: boolean,
): Promise<void> {
  for (const id of ids) {
    const answer = await api().typed.videos[':id'].$patch({ param: { id }, json: { published } });
    const { title } = await answer.json();
    world.print(`${id}  ${published ? 'published' : 'draft'}  ${title}`);
  }
}

const toggle = (name: string, about: string, published: boolean) =>
  command({
    name,
    usage: '<ids…>',
    about,
    options: {},
    words: { least: 1 },
    async run(context, { words }) {
      await setPublished(context, words, published);
      return undefined;
    },
  });

export const publish = toggle('publish', 'show videos to everybody who may watch', true);
export const unpublish = toggle('unpublish', 'make drafts of videos again', false);
