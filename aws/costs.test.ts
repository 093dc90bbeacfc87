import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { idle } from '../shared/monthly.ts';
import { prices } from '../shared/pricing.ts';
import { parseUsage, run } from './costs.ts';
import { tables } from './costs-page.ts';

const root = join(import.meta.dirname, '..');

test('prints a table with a sum, and what is not certain about it', () => {
  const { text, exitCode } = run(['--hours-encoded', '100', '--viewer-hours', '1000']);
  expect(exitCode).toBe(0);
  expect(text).toMatch(/^Encoding \(MediaConvert\) +42,000 × normalized minute +\$504\.00$/m);
  expect(text).toMatch(/^Delivery \(CloudFront\) +1,575 × GB \(1,000 included\) +\$48\.88$/m);
  expect(text).toMatch(/^Total +\$586\.99$/m);
  expect(text).toContain('in the Basic one it would be $315.00');
});

test('what is not certain about a price is said where it is paid', () => {
  expect(run([]).text).toContain('Not certain, Bots (Cognito): ');
  expect(run([]).text).not.toContain('Professional');
  expect(run(['--bots', '0']).text).not.toContain('Not certain, Bots');
  expect(run(['--bot-hours', '730']).text).toMatch(/^Bots, tokens +2\.92 × thousand tokens +\$6\.57$/m);
});

test('stores ten GB for each hour encoded unless it is told', () => {
  expect(parseUsage(['--hours-encoded', '2.5'])).toEqual({ ...idle, hoursEncoded: 2.5, storedGb: 25 });
  expect(parseUsage(['--hours-encoded', '2.5', '--stored-gb', '1'])?.storedGb).toBe(1);
});

test.each([[['--hours']], [['--people', 'many']], [['--people', '-1']], [['--mbps', '']], [['ten']]])(
  '%j is refused with what is taken',
  (args) => {
    const { text, exitCode } = run(args);
    expect(exitCode).toBe(2);
    expect(text).toContain('npm run costs -- [options]');
  },
);

test('--help tells what is taken', () => {
  expect(run(['--help'])).toMatchObject({ exitCode: 0, text: expect.stringContaining('--viewer-hours') });
});

test('README quotes the same prices', () => {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  const byTheHour = tables().units.match(/\$\d+\.\d\d/g) ?? [];
  expect(byTheHour).toHaveLength(4);
  for (const price of byTheHour) expect(text).toContain(price);
  for (const { usd } of [prices.storage, prices.edgePlan, prices.botClient])
    expect(text).toMatch(new RegExp(`\\$${usd}(?!\\.?\\d)`));
});

test.each(Object.entries(tables()))('docs/costs.md has the table of %s as it is', (_, table) => {
  expect(readFileSync(join(root, 'docs/costs.md'), 'utf8')).toContain(table);
});
