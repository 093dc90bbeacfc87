import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startCore } from '../aws/local/core.ts';
import { visit } from '../aws/local/testing/house.ts';
import { createMedia } from '../aws/local/testing/media/media.ts';
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
  const s3 = new S3Client({
    ...{ endpoint: state.aws, region: state.region, credentials: state },
    forcePathStyle: true,
  });
  const { drop, videos } = visit(state);

  return {
    media,
    /** Drops a file into the uploads bucket and waits for what comes of it; `tookMs` counts from the upload's end. */
    async ingest(path: string): Promise<{ video: VideoItem; tookMs: number }> {
      const name = basename(path);
      await drop(name, await readFile(path));
      const startedAt = performance.now();
      for (;;) {
        const video = (await videos()).find(({ title }) => title === basename(name, extname(name)));
        if (video && over(video)) return { video, tookMs: performance.now() - startedAt };
        await sleep(100);
      }
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
      await core.close();
      await media.clean();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
export type House = Awaited<ReturnType<typeof openHouse>>;
