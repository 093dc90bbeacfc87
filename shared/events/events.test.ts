import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobChangedSchema, jobMetadataSchema } from './job-changed.ts';
import { objectCreatedSchema } from './object-created.ts';

const folder = join(import.meta.dirname, 'reference');
const load = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const jobEvents = readdirSync(folder).filter((name) => name.startsWith('mc-'));

test.each(jobEvents)('%s is read and nothing of it is lost', (name) => {
  const event = load(name);
  expect(jobChangedSchema.parse(event)).toEqual(event);
});

test('s3-object-created.json is read and nothing of it is lost', () => {
  const event = load('s3-object-created.json');
  expect(objectCreatedSchema.parse(event)).toEqual(event);
});

const jobEvent = (detail: Record<string, unknown>) => ({
  ...(load('mc-progressing.json') as object),
  detail: { jobId: '1', ...detail },
});

test.each([
  ['a null per cent', { status: 'STATUS_UPDATE', jobProgress: { jobPercentComplete: null } }],
  ['no progress at all', { status: 'STATUS_UPDATE' }],
  ['a hop between queues', { status: 'QUEUE_HOP', hopSourceQueue: 'a', hopDestinationQueue: 'b' }],
  ['an error without a code', { status: 'ERROR' }],
])('an event with %s is read', (_, detail) => {
  expect(jobChangedSchema.safeParse(jobEvent(detail)).success).toBe(true);
});

test.each([
  ['an unknown state', { status: 'DREAMING' }],
  ['a per cent in words', { status: 'STATUS_UPDATE', jobProgress: { jobPercentComplete: 'half' } }],
  ['a warning code as a number', { status: 'NEW_WARNING', warningCode: 1 }],
])('an event with %s is refused', (_, detail) => {
  expect(jobChangedSchema.safeParse(jobEvent(detail)).success).toBe(false);
});

test('metadata is strings on the wire; the attempt is a number to us', () => {
  const metadata = {
    org: 'shark',
    videoId: '01JDVXKQ2M8R4T6W9Y0B3C5D7F',
    version: '01JDVXM0A1B2C3D4E5F6G7H8J9',
  };
  expect(jobMetadataSchema.parse({ ...metadata, attempt: '2' }).attempt).toBe(2);
  expect(jobMetadataSchema.safeParse(metadata).success).toBe(false);
});
