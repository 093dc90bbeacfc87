import { env } from 'cloudflare:workers';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { inject } from 'vitest';
import type { VideoItem } from '../../shared/catalog-item.ts';
import { changedKeys, keyOf, publishedKeys } from '../../shared/catalog-table.ts';
import { ulid } from '../../shared/ids.ts';
import { versionPrefix } from '../../shared/paths.ts';
import { createApp } from '../src/app.ts';
import type { Membership } from '../src/auth/membership.ts';
import { readSettings } from '../src/env.ts';
import { createSearch, type IndexNamespace } from '../src/search/search.ts';
import { createServices, type Services } from '../src/services.ts';
import { described } from './described.ts';
import type {} from './wire-core.ts';

export const { state, workerVars } = inject('core');
export const settings = readSettings(workerVars);
export const lines: Record<string, unknown>[] = [];

const log: Services['log'] = (line) => void lines.push(line);
export const indexes = env['CATALOG_INDEX'] as IndexNamespace;

/** Services with clients of their own, for a test that changes them. */
export const createWireServices = () => createServices(settings, { log, search: createSearch(indexes, log) });
export const services = createWireServices();

/** The whole app, nothing in it mocked: the stand-ins answer on the wire. */
export const app = described(createApp(() => services));

export const newId = () => ulid(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

/** Somebody who may manage, for calling what lies behind the routes. */
export const manager: Membership = {
  ...{ kind: 'bot', org: settings.ORG, role: 'bot', subject: 'bot', username: null },
  ...{ scopes: ['videos/read', 'videos/manage'], issuedAtMs: 0, expiresAtMs: 0 },
};

/** The same services, but once, right after the first call of a command of S3 or DynamoDB, `meanwhile` happens. */
export function interrupted(command: string, meanwhile: () => Promise<unknown>): Services {
  const made = createWireServices();
  let happened = false;
  const after = async (name: string | undefined) => {
    if (happened || name !== command) return;
    happened = true;
    await meanwhile();
  };
  const { dynamodb, s3 } = made;
  dynamodb.middlewareStack.add((next, { commandName }) => async (args) => {
    const answer = await next(args);
    await after(commandName);
    return answer;
  });
  s3.middlewareStack.add((next, { commandName }) => async (args) => {
    const answer = await next(args);
    await after(commandName);
    return answer;
  });
  return made;
}

/** A bot's token, by client credentials. */
export async function botToken(scope = 'videos/read videos/manage'): Promise<string> {
  const { clientId, clientSecret } = state.bot;
  const answer = await fetch(`${state.login}/oauth2/token`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }).toString(),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  return access_token;
}

/** Calls the API with a token; a body goes as JSON. */
export const calling =
  (token: string, worker: typeof app = app) =>
  (method: string, path: string, body?: unknown, headers = {}) =>
    worker.request(path, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

/** A video that is ready, as the pipeline leaves it; `over` says what is different. */
export function readyVideo(over: Partial<VideoItem> = {}): VideoItem {
  const org = over.org ?? settings.ORG;
  const videoId = over.videoId ?? newId();
  const version = newId();
  const now = over.createdAt ?? new Date().toISOString();
  const folder = versionPrefix({ org, videoId, version });
  return {
    ...keyOf.video(org, videoId),
    ...{ org, videoId, title: 'A shark', description: '', tags: [], published: false, metaRev: 1, jobRev: 1 },
    ...{ createdAt: now, updatedAt: now },
    current: {
      ...{ version, attempt: 1, status: 'ready' },
      source: {
        ...{ fileName: 'a.mp4', sizeBytes: 1000, width: 640, height: 360, frameRate: 25, hasAudio: true },
      },
      made: {
        durationMs: 3000,
        renditions: [
          { width: 640, height: 360, bandwidthBps: 800_000, codecs: 'avc1.4d401e,mp4a.40.2', frameRate: 25 },
        ],
        hlsPath: `${folder}index.m3u8`,
        dashPath: `${folder}index.mpd`,
        storyboardPath: `${folder}storyboard.vtt`,
        frames: [1, 2].map((frame) => ({
          id: `f${frame}`,
          path: `${folder}frames/f_.000000${frame}.jpg`,
          timeMs: frame * 1000,
        })),
        frameSize: { width: 640, height: 360 },
        posterId: 'f1',
      },
    },
    ...over,
  };
}

/** Puts an item into the table as the pipeline would, with its place in the indexes. */
export async function putVideo(item: VideoItem): Promise<VideoItem> {
  const { org, videoId, updatedAt, publishedAt } = item;
  const keys = publishedAt ? publishedKeys(org, videoId, publishedAt) : {};
  const Item = marshall(
    { ...item, ...changedKeys(org, videoId, updatedAt), ...keys },
    { removeUndefinedValues: true },
  );
  await services.dynamodb.send(new PutItemCommand({ TableName: settings.TABLE_NAME, Item }));
  return item;
}
