import { expect, test } from 'vitest';
import { createWireServices, manager, putVideo, readyVideo } from '../../test/wire.ts';
import { listVideos } from './list.ts';

test('a page of the table that ends early, as it does at 1 MB, does not end the list', async () => {
  const org = 'short-pages';
  const titles = ['c', 'b', 'a'];
  for (const [at, title] of titles.entries()) {
    const publishedAt = new Date(at).toISOString();
    await putVideo(readyVideo({ org, title, published: true, publishedAt, imageKey: 'k' }));
  }
  const services = createWireServices();
  services.dynamodb.middlewareStack.add(
    (next) => (args) => next({ ...args, input: { ...args.input, Limit: 1 } }),
  );
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: 2, sort: 'oldest' as const, ...(cursor ? { cursor } : {}) };
    const page = await listVideos(services, { ...manager, org, role: 'viewer' }, query);
    seen.push(...page.videos.map(({ title }) => title));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toEqual(titles);
});
