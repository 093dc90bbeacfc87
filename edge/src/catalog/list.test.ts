import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import type { VideoItem } from '../../../shared/catalog-item.ts';
import { keyOf } from '../../../shared/catalog-table.ts';
import type { ListVideosQuery } from '../../../shared/video.ts';
import {
  createWireServices,
  indexes,
  lines,
  manager,
  newId,
  putVideo,
  readyVideo,
  settings,
} from '../../test/wire.ts';
import { createSearch, withoutIndex } from '../search/search.ts';
import type { Services } from '../services.ts';
import { deleteVideo, restoreVideo } from '../trash/trash.ts';
import { editVideo } from './edit.ts';
import { listVideos } from './list.ts';

const org = `org-${newId()}`;
const viewer = { ...manager, org, role: 'viewer' as const };
const admin = { ...manager, org };
const services = createWireServices();

/** A list to its end, two a page. */
async function titlesOf(
  who: typeof manager,
  query: Partial<ListVideosQuery> = {},
  from: Services = services,
): Promise<string[]> {
  const titles: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listVideos(from, who, {
      limit: 2,
      sort: 'title',
      ...query,
      ...(cursor ? { cursor } : {}),
    });
    titles.push(...page.videos.map(({ title }) => title));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return titles;
}

const put = (title: string, over: Partial<VideoItem> = {}) =>
  putVideo(
    readyVideo({
      org,
      title,
      published: true,
      publishedAt: new Date().toISOString(),
      imageKey: 'k',
      ...over,
    }),
  );

beforeAll(async () => {
  await put('Angel shark', { description: 'Lies in wait.', tags: ['flat', 'Sand'] });
  await put('Blåhaj', { description: 'Soft & blue', publishedAt: '2026-01-01T00:00:00.000Z' });
  await put('Carpet shark', { tags: ['sand', 'flat'] });
  await put('Draft shark', { published: false });
  await put('Eaten', { deletedAt: '2026-01-01T00:00:00.000Z' });
});

const questions: [string, Partial<ListVideosQuery>, string[]][] = [
  ['everything', {}, ['Angel shark', 'Blåhaj', 'Carpet shark']],
  ['what was published last first', { sort: 'newest' }, ['Carpet shark', 'Angel shark', 'Blåhaj']],
  ['what was published first first', { sort: 'oldest' }, ['Blåhaj', 'Angel shark', 'Carpet shark']],
  ['the beginning of a word of the title', { q: 'sHa' }, ['Angel shark', 'Carpet shark']],
  ['no middle of a word', { q: 'hark' }, []],
  ['without its diacritics', { q: 'blah' }, ['Blåhaj']],
  ['words anywhere, in any order', { q: 'wait ANGEL' }, ['Angel shark']],
  ['a word of a tag', { q: 'sand' }, ['Angel shark', 'Carpet shark']],
  ['nothing that is a sign only', { q: '"*(' }, ['Angel shark', 'Blåhaj', 'Carpet shark']],
  ['a whole tag, in its own case', { tag: 'sand' }, ['Carpet shark']],
  ['a tag and a word', { tag: 'flat', q: 'angel' }, ['Angel shark']],
];

describe.each([
  ['the index', services],
  ['the table, while there is no index', { ...services, search: withoutIndex }],
])('by %s a viewer finds', (_, from) => {
  test.each(questions)('%s', async (_what, query, titles) => {
    expect(await titlesOf(viewer, query, from)).toEqual(titles);
  });

  test('and those who manage find drafts, but nothing deleted', async () => {
    expect(await titlesOf(admin, {}, from)).toEqual(['Angel shark', 'Blåhaj', 'Carpet shark', 'Draft shark']);
    expect(await titlesOf(admin, { status: 'failed' }, from)).toEqual([]);
  });
});

test('an index that was thrown away is built again', async () => {
  const index = indexes.getByName(org);
  await runInDurableObject(index, (_, { storage }) => storage.deleteAll());
  await evictDurableObject(index);
  expect(await titlesOf(viewer)).toEqual(['Angel shark', 'Blåhaj', 'Carpet shark']);
});

test('what the Worker writes is found at once, and what it removes is not', async () => {
  const find = () => indexes.getByName(org).find(org, { ...wanted, words: ['worker'] });
  const { videoId } = await put('Whale', { tags: ['worker'] });
  expect((await find())?.places.length).toBe(1);
  await editVideo(services, admin, videoId, { tags: ['other'] });
  expect((await find())?.places).toEqual([]);
  await editVideo(services, admin, videoId, { description: 'A worker.' });
  await deleteVideo(services, admin, videoId);
  expect((await find())?.places).toEqual([]);
  await restoreVideo(services, admin, videoId);
  expect((await find())?.places.length).toBe(1);
  await deleteVideo(services, admin, videoId);
});

const wanted = { managed: true, tag: null, status: null, sort: 'title', after: null, limit: 10 } as const;

test.each([
  ['unpublished', (item: VideoItem) => write(item, 'SET published = :value', false)],
  ['deleted', (item: VideoItem) => write(item, 'SET deletedAt = :value', '2026-01-01T00:00:00.000Z')],
  ['removed', (item: VideoItem) => remove(item)],
  ['given another title', (item: VideoItem) => write(item, 'SET title = :value', 'Other')],
])('what was %s behind the back of the index is shown to no viewer', async (_, change) => {
  const item = await put('Ghost');
  expect(await titlesOf(viewer, { q: 'ghost' })).toEqual(['Ghost']);
  await change(item);
  expect(await titlesOf(viewer, { q: 'ghost' })).toEqual([]);
  await remove(item);
  expect(await titlesOf(admin, { q: 'ghost' })).toEqual([]);
});

const addressOf = ({ videoId }: VideoItem) => ({
  TableName: settings.TABLE_NAME,
  Key: marshall(keyOf.video(org, videoId)),
});
const remove = (item: VideoItem) => services.dynamodb.send(new DeleteItemCommand(addressOf(item)));
const write = (item: VideoItem, UpdateExpression: string, value: unknown) =>
  services.dynamodb.send(
    new UpdateItemCommand({
      ...addressOf(item),
      UpdateExpression,
      ExpressionAttributeValues: marshall({ ':value': value }),
    }),
  );

test('an index that fails is a line in the log: lists come from the table', async () => {
  const failing = () => Promise.reject(new Error('out of order'));
  const index = { find: failing, tags: failing, put: failing, remove: failing };
  const search = createSearch({ getByName: () => index }, services.log);
  expect(await titlesOf(viewer, { q: 'angel' }, { ...services, search })).toEqual(['Angel shark']);
  await search.wrote(keyOf.video(org, newId()), null);
  expect(lines.filter(({ cause }) => cause === 'Error: out of order')).toHaveLength(2);
});

test('a page of the table that ends early, as it does at 1 MB, does not end the list', async () => {
  const short = { ...createWireServices(), search: withoutIndex };
  short.dynamodb.middlewareStack.add(
    (next, { commandName }) =>
      (args) =>
        next(commandName === 'QueryCommand' ? { ...args, input: { ...args.input, Limit: 1 } } : args),
  );
  const titles = ['Blåhaj', 'Angel shark', 'Carpet shark'];
  expect(await titlesOf(viewer, { sort: 'oldest' }, short)).toEqual(titles);
  expect(await titlesOf(viewer, { sort: 'oldest', q: 'a' }, short)).toEqual(['Angel shark']);
});
