import { transfer } from '../../shared/transfer/transfer.ts';
import { uploadLifeDays } from '../../shared/upload.ts';
import { command } from '../command.ts';
import type { Context } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { explain } from '../explain.ts';
import { misused } from '../failure.ts';
import { follow, stateOf } from '../following.ts';
import { objectionToFile, sendableOf } from '../upload/file.ts';
import { createMemory } from '../upload/memory.ts';
import { createProgress, type Progress } from '../upload/progress.ts';
import { putPart } from '../upload/put-part.ts';
import { setPublished } from './publish.ts';

type Wishes = { title?: string; replace?: string; wait: boolean; publish: boolean };

/** Brings a file to the service; resolves to its video's id. */
async function send(context: Context, path: string, { title, replace }: Wishes, progress: Progress) {
  const { world, app, api } = context;
  const named = { ...(title ? { title } : {}), ...(replace ? { videoId: replace } : {}) };
  const means = {
    ...{ send: api().send, put: putPart, memory: createMemory(world) },
    ...{ wait: world.wait, random: world.random },
  };
  const file = { ...sendableOf(path, app()), ...named };
  const { videoId } = await transfer(file, means, {
    signal: world.signal,
    onSent: progress.sent,
    onRetry: progress.retrying,
  });
  return videoId;
}

/** Waits for what comes of a file that was sent. */
async function see(context: Context, id: string, progress: Progress): Promise<ExitCode> {
  const video = await follow(context, id, progress.state);
  progress.clear();
  if (video.status === 'ready' && video.next?.status !== 'failed') return exitCodes.done;
  context.world.screen.write(`${id}  ${stateOf(video)}\n`);
  return exitCodes.failed;
}

async function uploadOne(context: Context, path: string, wishes: Wishes): Promise<ExitCode> {
  const { world, app } = context;
  const { fileName, sizeBytes } = sendableOf(path, app());
  const progress = createProgress(world, { name: fileName, sizeBytes });
  try {
    const id = await send(context, path, wishes, progress);
    progress.clear();
    world.print(`${id}  ${fileName}`);
    const ended = wishes.wait ? await see(context, id, progress) : exitCodes.done;
    if (wishes.publish && ended === exitCodes.done) await setPublished(context, [id], true);
    return ended;
  } finally {
    progress.clear();
  }
}

/** One file that is refused does not keep the others back; Ctrl-C, a lost sign-in or network does. */
async function uploadAll(context: Context, paths: string[], wishes: Wishes): Promise<ExitCode> {
  const { world } = context;
  let ended: ExitCode = exitCodes.done;
  for (const path of paths)
    try {
      ended = Math.max(ended, await uploadOne(context, path, wishes)) as ExitCode;
    } catch (error) {
      const { lines, exitCode } = explain(error);
      if (world.signal.aborted)
        world.screen.write(`${path}: what was sent is kept; the same command goes on from there.\n`);
      if (world.signal.aborted || exitCode !== exitCodes.failed) throw error;
      world.screen.write(`${path}: ${lines.join('\n  ')}\n`);
      ended = exitCode;
    }
  return ended;
}

function assertSendable(paths: string[]): void {
  const objections = paths.flatMap((path) => {
    const objection = objectionToFile(path);
    return objection ? [`${path}: ${objection}`] : [];
  });
  if (objections.length > 0) throw misused(objections.join('\n  '), 'Nothing was sent.');
}

export const upload = command({
  name: 'upload',
  usage: '<files…> [--title TEXT] [--replace ID] [--wait] [--publish]',
  about: 'send files; stopped ones go on where they were',
  details: [
    '--title    of a single file; else it is made from the file’s name',
    '--replace  make a single file the new version of this video',
    '--wait     until each is ready or has failed',
    '--publish  each as soon as it is ready',
    '',
    `Stopped by Ctrl-C or a lost network? The same command goes on from there, within ${uploadLifeDays} days.`,
  ],
  options: {
    title: { type: 'string' },
    replace: { type: 'string' },
    wait: { type: 'boolean' },
    publish: { type: 'boolean' },
  },
  words: { least: 1 },
  async run(context, { words, options }) {
    const { title, replace, publish = false, wait = publish } = options;
    if (words.length > 1 && (title !== undefined || replace !== undefined))
      throw misused('--title and --replace take a single file.');
    assertSendable(words);
    const named = { ...(title ? { title } : {}), ...(replace ? { replace } : {}) };
    return uploadAll(context, words, { ...named, wait, publish });
  },
});
