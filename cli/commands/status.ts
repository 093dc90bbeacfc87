import { command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { follow, readVideo, stateOf } from '../following.ts';
import { createStatusLine } from '../status-line.ts';

export const status = command({
  name: 'status',
  usage: '<id> [--wait] [--json]',
  about: 'how far a video is',
  details: ['--wait  until it is ready or has failed', '--json  the video, as the API words it'],
  options: { wait: { type: 'boolean' }, json: { type: 'boolean' } },
  words: { least: 1, most: 1 },
  async run(context, { words: [id = ''], options }) {
    const { world } = context;
    const line = createStatusLine(world.screen);
    const read = options.wait ? follow(context, id, (state) => line.show(state)) : readVideo(context, id);
    const video = await read.finally(line.clear);
    world.print(options.json ? JSON.stringify(video, null, 2) : `${id}  ${stateOf(video)}  ${video.title}`);
    return options.wait && video.status !== 'ready' ? exitCodes.failed : undefined;
  },
});
