import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rules as ruleConstants } from '../../../shared/events/rules.ts';
import type { AwsEvent } from '../ports.ts';
import { createEventBus, type EventBusOptions, type Rule } from './event-bus.ts';

const clock = { now: () => Date.now() };
const fast = { firstRetryMs: 5, maxRetryMs: 20, maxAttempts: 4 };
let dataDir = '';
const open: { close(): Promise<void> }[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'bus-'));
});

afterEach(async () => {
  for (const bus of open.splice(0)) await bus.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const ruleTo = (name: string, invoke: (event: unknown) => Promise<void>): Rule => ({
  name: 'source-uploaded',
  pattern: ruleConstants.sourceUploaded('up'),
  target: { name, invoke },
});

function busWith(rules: Rule[], options: Partial<EventBusOptions> = {}) {
  const bus = createEventBus({ dataDir, clock, rules, ...fast, ...options });
  open.push(bus);
  return bus;
}

const uploaded = (id: string, detail: Record<string, unknown> = {}): AwsEvent => ({
  version: '0',
  id,
  'detail-type': 'Object Created',
  source: 'aws.s3',
  account: '111122223333',
  time: '2026-01-01T00:00:00Z',
  region: 'eu-west-1',
  resources: [],
  detail: { bucket: { name: 'up' }, object: { key: 'uploads/shark/a.mp4', size: 1 }, ...detail },
});

const settled = (bus: ReturnType<typeof busWith>) =>
  vi.waitFor(() => expect(bus.deliveries().map((one) => one.status)).not.toContain('pending'), 5000);

test('a matching event reaches its target as plain JSON', async () => {
  const seen: unknown[] = [];
  const bus = busWith([ruleTo('submit-job', async (event) => void seen.push(event))]);
  bus.start();
  const event = uploaded('1', { left: undefined, at: new Date(0) });
  await bus.put(event);
  await settled(bus);
  expect(seen).toEqual([JSON.parse(JSON.stringify(event))]);
  expect(bus.deliveries()).toEqual([
    {
      eventId: '1',
      rule: 'source-uploaded',
      target: 'submit-job',
      attempts: 1,
      status: 'delivered',
      lastError: null,
    },
  ]);
});

test('an event that no rule matches is dropped', async () => {
  const bus = busWith([ruleTo('submit-job', async () => {})]);
  bus.start();
  await bus.put(uploaded('1', { bucket: { name: 'other' } }));
  expect(bus.deliveries()).toEqual([]);
});

test('a failing target is tried again until it succeeds', async () => {
  let tries = 0;
  const bus = busWith([
    ruleTo('submit-job', async () => {
      tries += 1;
      if (tries < 3) throw new Error('not yet');
    }),
  ]);
  bus.start();
  await bus.put(uploaded('1'));
  await settled(bus);
  expect(bus.deliveries()).toMatchObject([{ attempts: 3, status: 'delivered', lastError: null }]);
});

test('an event that comes due while the clock is being read is not forgotten', async () => {
  let nowMs = Date.now();
  let failures = 0;
  const hasty = { now: () => nowMs++ };
  const target = ruleTo('submit-job', async () => {
    failures += 1;
    if (failures === 1) throw new Error('not yet');
  });
  const bus = busWith([target], { clock: hasty, firstRetryMs: 2 });
  bus.start();
  await bus.put(uploaded('1'));
  await settled(bus);
  expect(failures).toBe(2);
});

test('a poisoned event ends dead with its reason and holds nobody up', async () => {
  const seen: unknown[] = [];
  const invoke = async (event: unknown) => {
    const { id } = event as AwsEvent;
    if (id === 'poison') throw new Error('no use');
    seen.push(id);
  };
  const bus = busWith([ruleTo('submit-job', invoke)], { concurrency: 1 });
  bus.start();
  for (const id of ['poison', '2', '3', '4']) await bus.put(uploaded(id));
  await settled(bus);
  expect(seen).toEqual(['2', '3', '4']);
  expect(bus.deliveries()[0]).toMatchObject({ attempts: 4, status: 'dead', lastError: 'Error: no use' });
});

test('no more than the allowed number are in flight', async () => {
  let flying = 0;
  let most = 0;
  const bus = busWith(
    [
      ruleTo('submit-job', async () => {
        flying += 1;
        most = Math.max(most, flying);
        await new Promise((resolve) => setTimeout(resolve, 5));
        flying -= 1;
      }),
    ],
    { concurrency: 2 },
  );
  bus.start();
  for (let n = 0; n < 9; n += 1) await bus.put(uploaded(String(n)));
  await settled(bus);
  expect(most).toBe(2);
});

test('a target that never answers counts as failed', async () => {
  const bus = busWith([ruleTo('submit-job', () => new Promise(() => {}))], { timeoutMs: 10, maxAttempts: 1 });
  bus.start();
  await bus.put(uploaded('1'));
  await settled(bus);
  expect(bus.deliveries()).toMatchObject([{ status: 'dead', lastError: 'Error: no answer within 10 ms' }]);
});

test('what was not delivered when the process died is delivered by the next one', async () => {
  const hung = Promise.withResolvers<void>();
  const died = busWith([ruleTo('submit-job', () => hung.promise)]);
  died.start();
  await died.put(uploaded('1'));
  await vi.waitFor(() => expect(died.deliveries()).toMatchObject([{ attempts: 1, status: 'pending' }]));
  const seen: unknown[] = [];
  const next = busWith([ruleTo('submit-job', async (event) => void seen.push((event as AwsEvent).id))]);
  next.start();
  await settled(next);
  expect(seen).toEqual(['1']);
  hung.resolve();
});

test('a clock moved back does not hold deliveries up', async () => {
  let offsetMs = 3_600_000;
  let tries = 0;
  const bus = busWith(
    [
      ruleTo('submit-job', async () => {
        tries += 1;
        if (tries > 1) return;
        offsetMs = 0;
        throw new Error('again');
      }),
    ],
    { clock: { now: () => Date.now() + offsetMs } },
  );
  bus.start();
  await bus.put(uploaded('1'));
  await settled(bus);
  expect(tries).toBe(2);
});
