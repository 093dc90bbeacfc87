import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export type Options = {
  /** The app's port; the four others follow it. */
  portBase: number;
  /** Absolute. */
  data: string;
  domain?: string;
  /** US dollars that encoding may cost a month, at AWS's list prices. */
  monthlyCapUsd?: number;
  reset: boolean;
  sample: boolean;
  dev: boolean;
};

export const usage = `npm start -- [options]

  --port-base 8787   the app's port; media, AWS, sign-in and inbox take the four after it
  --data .shark      the folder everything is kept in
  --domain NAME      app.NAME and media.NAME in place of localhost, with production's cookie rules
  --monthly-cap-usd 50  what encoding would cost on AWS may not pass this in a month
  --reset            begin anew: deletes the data folder first
  --no-sample        without the sample video`;

/** Something the person who typed the command can put right; said without a stack. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

const refuse = (message: string) => new Refusal(`${message}\n\n${usage}`, 2);

function portBaseOf(text: string): number {
  const base = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (base < 1 || base > 65_531) throw refuse(`--port-base takes a number from 1 to 65531, not "${text}".`);
  return base;
}

const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
const domainPattern = new RegExp(`^${label}(\\.${label})+$`);

/** Browsers take no cookie for a name of one label, so `localhost` alone would sign nobody in. */
function domainOf(text: string): string {
  if (!domainPattern.test(text))
    throw refuse(`--domain takes a name such as shark.localhost, not "${text}".`);
  return text;
}

function capOf(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw refuse(`--monthly-cap-usd takes US dollars, not "${text}".`);
  return Number(text);
}

const known = {
  'port-base': { type: 'string', default: '8787' },
  data: { type: 'string', default: '.shark' },
  domain: { type: 'string' },
  'monthly-cap-usd': { type: 'string' },
  reset: { type: 'boolean', default: false },
  'no-sample': { type: 'boolean', default: false },
  dev: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;

function read(args: string[]) {
  try {
    return parseArgs({ args, options: known, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Reads the command line; null asks for the usage text. `data` is taken from `cwd`.
 * @throws Refusal with exit code 2 that names what is wrong
 */
export function parseOptions(args: string[], cwd: string): Options | null {
  const values = read(args);
  if (values.help) return null;
  if (values.data === '') throw refuse('--data takes a folder.');
  return {
    portBase: portBaseOf(values['port-base']),
    data: resolve(cwd, values.data),
    ...(values.domain !== undefined && { domain: domainOf(values.domain) }),
    ...(values['monthly-cap-usd'] !== undefined && { monthlyCapUsd: capOf(values['monthly-cap-usd']) }),
    reset: values.reset,
    sample: !values['no-sample'],
    dev: values.dev,
  };
}
