import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { troubleRows, troubles } from '../aws/local/testing/media/troubles.ts';
import { type House, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** From the upload's end until whoever waits is told, at the most. */
const mostMs = 15_000;

test.each(troubleRows)('%s is %s within 15 s, and the original stays', async (name, code) => {
  const path = await troubles[name](house.media);
  const { video, tookMs } = await house.ingest(path);
  expect(video.next).toMatchObject({ status: 'failed', failure: { code, remedy: expect.any(String) } });
  expect(video.current).toBeUndefined();
  expect(tookMs).toBeLessThan(mostMs);
  expect((await house.original(path)).equals(await readFile(path))).toBe(true);
});
