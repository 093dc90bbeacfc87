import { trashDays } from '../../shared/trash.ts';
import { command } from '../command.ts';
import type { Context } from '../context.ts';
import { misused } from '../failure.ts';

async function isMeant({ world }: Context, titles: string[]): Promise<boolean> {
  if (!world.input.isTty) throw misused('Nobody is there to be asked.', 'Add --yes if you mean it.');
  for (const title of titles) world.screen.write(`  ${title}\n`);
  world.screen.write(
    `Delete ${titles.length === 1 ? 'this video' : `these ${titles.length} videos`}? [y/N] `,
  );
  const said = await world.input.line(world.signal);
  world.signal.throwIfAborted();
  return /^y(es)?$/i.test(said?.trim() ?? '');
}

export const deleteVideos = command({
  name: 'delete',
  usage: '<ids…> [--yes]',
  about: 'delete videos',
  details: ['--yes  do not ask', '', `For ${trashDays} days, shark restore brings them back.`],
  options: { yes: { type: 'boolean' } },
  words: { least: 1 },
  async run(context, { words, options }) {
    const { videos } = context.api().typed;
    const titles: string[] = [];
    for (const id of words) titles.push((await (await videos[':id'].$get({ param: { id } })).json()).title);
    if (!options.yes && !(await isMeant(context, titles))) {
      context.world.print('Nothing was deleted.');
      return undefined;
    }
    for (const id of words) {
      await videos[':id'].$delete({ param: { id } });
      context.world.print(`${id}  deleted`);
    }
    return undefined;
  },
});
