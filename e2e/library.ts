import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import type { AddCaptions } from '../shared/caption-track.ts';
import { type VideoPatch, type VideoSummary, videoListSchema } from '../shared/video.ts';
import type { State } from './shark.ts';

const tokenSchema = z.object({ access_token: z.string() });

async function tokenOf({ login, bot }: State): Promise<string> {
  const answer = await fetch(`${login}/oauth2/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`${bot.clientId}:${bot.clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'videos/read videos/manage' }),
  });
  return tokenSchema.parse(await answer.json()).access_token;
}

/** The API as a bot calls it; rejects with the answer where it is not a success. */
export async function botOf(state: State) {
  const token = await tokenOf(state);
  return async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(state.app + path, { method, headers, ...sent });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  };
}

type Bot = Awaited<ReturnType<typeof botOf>>;

/** Puts a file into the bucket, as whoever copies it there does. */
export async function drop(state: State, path: string): Promise<void> {
  const { accessKeyId, secretAccessKey, region, aws, uploadsBucket, org } = state;
  const credentials = { accessKeyId, secretAccessKey };
  const s3 = new S3Client({ endpoint: aws, region, forcePathStyle: true, credentials });
  const Key = `uploads/${org}/${basename(path)}`;
  await s3.send(new PutObjectCommand({ Bucket: uploadsBucket, Key, Body: await readFile(path) }));
}

async function whenReady(bot: Bot, count: number): Promise<VideoSummary[]> {
  const deadline = Date.now() + 110_000;
  while (Date.now() < deadline) {
    const { videos } = videoListSchema.parse(await bot('GET', '/api/videos'));
    if (videos.length === count && videos.every(({ status }) => status === 'ready')) return videos;
    await sleep(300);
  }
  throw new Error('not everything was ready in time');
}

export type Wanted = { path: string; patch: VideoPatch & { title: string }; captions?: AddCaptions[] };

/** Drops files into the bucket, waits for all of them, and publishes them in order unless told not to; gives their ids by title. */
export async function fillLibrary(state: State, wanted: Wanted[]): Promise<Map<string, string>> {
  const bot = await botOf(state);
  for (const { path } of wanted) await drop(state, path);
  const videos = await whenReady(bot, wanted.length);
  const ids = new Map<string, string>();
  for (const { path, patch, captions = [] } of wanted) {
    const id = videos.find(({ title }) => title === basename(path, '.mp4'))?.id ?? '';
    for (const caption of captions) await bot('POST', `/api/videos/${id}/captions`, caption);
    await bot('PATCH', `/api/videos/${id}`, { published: true, ...patch });
    ids.set(patch.title, id);
  }
  return ids;
}
