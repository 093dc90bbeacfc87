import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import {
  idle,
  type MonthlyCost,
  monthly,
  type Usage,
  usualBitsPerSecond,
  usualGbPerHour,
} from '../shared/monthly.ts';
import { costUsd, type Price, prices } from '../shared/pricing.ts';

export const usage = `npm run costs -- [options]      what a month costs, by list prices

  --hours-encoded 0    hours of source, in 1080p, that become video this month
  --viewer-hours 0     hours watched, of all viewers together
  --stored-gb N        GB stored; left out: ${usualGbPerHour} for each hour encoded
  --people 0           people who sign in
  --bots 1             programs that may sign in (0 with "botClient": false in deploy.json)
  --bot-hours 0        hours in which they work, of all together; a month has 730
  --mbps ${usualBitsPerSecond / 1e6}           megabits a viewer gets a second`;

const options = {
  'hours-encoded': { type: 'string', default: '0' },
  'viewer-hours': { type: 'string', default: '0' },
  'stored-gb': { type: 'string' },
  people: { type: 'string', default: '0' },
  bots: { type: 'string', default: '1' },
  'bot-hours': { type: 'string', default: '0' },
  mbps: { type: 'string', default: String(usualBitsPerSecond / 1e6) },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;

function numberOf(name: string, text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new TypeError(`--${name} takes a number, not "${text}".`);
  return Number(text);
}

/** Reads the command line; null asks for the usage text. Throws a TypeError that names what is wrong. */
export function parseUsage(args: string[]): Usage | null {
  const { values } = parseArgs({ args, options, strict: true, allowPositionals: false });
  if (values.help) return null;
  const hoursEncoded = numberOf('hours-encoded', values['hours-encoded']);
  const stored = values['stored-gb'];
  return {
    ...idle,
    hoursEncoded,
    viewerHours: numberOf('viewer-hours', values['viewer-hours']),
    storedGb: stored === undefined ? hoursEncoded * usualGbPerHour : numberOf('stored-gb', stored),
    people: numberOf('people', values.people),
    bots: numberOf('bots', values.bots),
    botHours: numberOf('bot-hours', values['bot-hours']),
    bitsPerSecond: numberOf('mbps', values.mbps) * 1e6,
  };
}

export const dollars = (usd: number) => `$${usd.toFixed(2)}`;
const units = (quantity: number) =>
  quantity.toLocaleString('en-US', { maximumFractionDigits: quantity < 10 ? 3 : 0 });

/** A month's bill as rows of text: what, how much of it, what it costs. The last row is the sum. */
export function rowsOf({ lines, totalUsd }: MonthlyCost): [what: string, quantity: string, usd: string][] {
  const rows = lines.map(({ what, price, quantity, usd }): [string, string, string] => {
    const { per, included = 0 }: Price = prices[price];
    const free = included > 0 ? ` (${units(included)} included)` : '';
    return [what, `${units(quantity)} × ${per}${free}`, dollars(usd)];
  });
  return [...rows, ['Total', '', dollars(totalUsd)]];
}

/** The rows in columns, for a terminal. */
export function tableOf(cost: MonthlyCost): string {
  const rows = rowsOf(cost);
  const width = (column: 0 | 1 | 2) => Math.max(...rows.map((row) => row[column].length));
  const line = ([what, quantity, usd]: [string, string, string]) =>
    `${what.padEnd(width(0))}  ${quantity.padEnd(width(1))}  ${usd.padStart(width(2))}`;
  return rows.map(line).join('\n');
}

/** What encoding would cost if every feature turned out to be of the cheaper tier. */
export function basicUsd({ lines }: MonthlyCost): number {
  const encoding = lines.find(({ price }) => price === 'encodingProfessional');
  return costUsd('encodingBasic', encoding?.quantity ?? 0);
}

/** What is paid for at a price that is not certain. */
const doubts = ({ lines }: MonthlyCost) =>
  lines.flatMap(({ what, price, usd }) => {
    const { unconfirmed }: Price = prices[price];
    return usd > 0 && unconfirmed ? [`Not certain, ${what}: ${unconfirmed}.`] : [];
  });

function notes(cost: MonthlyCost): string {
  const basic = basicUsd(cost);
  const tier = `Encoding is quoted in MediaConvert’s Professional tier; in the Basic one it would be ${dollars(basic)}.`;
  return [
    'List prices of us-east-1, without tax; docs/costs.md says where to look each up and what is left out.',
    ...(basic > 0 ? [tier] : []),
    ...doubts(cost),
  ].join('\n');
}

function textOf(read: Usage): string {
  const cost = monthly(read);
  return `${tableOf(cost)}\n\n${notes(cost)}`;
}

/** Runs the command: the text to print and the exit code. */
export function run(args: string[]): { text: string; exitCode: 0 | 2 } {
  try {
    const read = parseUsage(args);
    return { text: read ? textOf(read) : usage, exitCode: 0 };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { text: `${error.message}\n\n${usage}`, exitCode: 2 };
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { text, exitCode } = run(process.argv.slice(2));
  (exitCode === 0 ? console.log : console.error)(text);
  process.exitCode = exitCode;
}
