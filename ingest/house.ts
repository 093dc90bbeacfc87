import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CancelJobCommand, MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type * as z from 'zod';
import { startCore } from '../aws/local/core.ts';
import type { faultsSchema } from '../aws/local/faults.ts';
import { visit } from '../aws/local/testing/house.ts';
import { createMedia } from '../aws/local/testing/media/media.ts';
import { signedControl } from '../aws/local/testing/sign.ts';
import type { VideoItem } from '../shared/catalog-item.ts';
import { downloadOutput } from './output.ts';

const over = ({ current, next }: VideoItem) =>
  current?.status === 'ready' || next?.status === 'ready' || next?.status === 'failed';

/** The AWS core with the deployed handlers, on data of its own, and a folder of media to drop into it. */
export async function openHouse() {
  const dataDir = await mkdtemp(join(tmpdir(), 'shark-ingest-'));
  const core = await startCore({ dataDir, appOrigin: 'http://localhost:8787', scryptCost: 16 });
  const { state } = core;
  const media = await createMedia();
  const config = { endpoint: state.aws, region: state.region, credentials: state };
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const { drop, videos, jobs } = visit(state);
  const mediaconvert = new MediaConvertClient(config);
  const control = (name: string, body: unknown) => signedControl(state.aws, 'PUT', name, body, config);

  async function videoWhen(path: string, done: (video: VideoItem) => boolean): Promise<VideoItem> {
    const name = basename(path, extname(path));
    for (;;) {
      const video = (await videos()).find(({ title }) => title === name);
      if (video && done(video)) return video;
      await sleep(100);
    }
  }

  return {
    media,
    jobs,
    cancel: (Id: string) => mediaconvert.send(new CancelJobCommand({ Id })),
    /** Trouble of the stand-ins; none without. */
    async faults(faults: Partial<z.input<typeof faultsSchema>> = {}) {
      const answer = await control('faults', faults);
      if (!answer.ok) throw new Error(await answer.text());
    },
    /** Moves the machine's time; signatures are still taken up to 15 minutes from it. */
    clock: (offsetMs: number) => control('clock', { offsetMs }),
    /** Drops a file into the uploads bucket. */
    drop: async (path: string) => void (await drop(basename(path), await readFile(path))),
    /** The video of a dropped file, as soon as `done` says so. */
    videoWhen,
    /** Drops a file and waits for what comes of it; `tookMs` counts from the upload's end. */
    async ingest(path: string): Promise<{ video: VideoItem; tookMs: number }> {
      await this.drop(path);
      const startedAt = performance.now();
      const video = await videoWhen(path, over);
      return { video, tookMs: performance.now() - startedAt };
    },
    /** The bytes of the file as it was uploaded. */
    async original(path: string): Promise<Buffer> {
      const Key = `uploads/${state.org}/${basename(path)}`;
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: state.uploadsBucket, Key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    /** Downloads all that was made of a video and reads it. */
    output: (video: VideoItem) =>
      downloadOutput(s3, state.mediaBucket, video, join(media.folder, 'made', video.videoId)),
    async close() {
      s3.destroy();
      mediaconvert.destroy();
      await core.close();
      await media.clean();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
export type House = Awaited<ReturnType<typeof openHouse>>;
