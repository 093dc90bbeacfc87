import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Context, createContext } from './context.ts';
import type { ExitCode } from './exit-codes.ts';
import { misused } from './failure.ts';
import type { World } from './world.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

const common = { service: { type: 'string' } } as const satisfies Options;

type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O & typeof common; allowPositionals: true; strict: true }>
>;

/** What a command was given: words, and options by their names. */
export type Given<O extends Options> = { words: string[]; options: Parsed<O>['values'] };

type Described<O extends Options> = {
  name: string;
  /** What follows the name: `<files…> [--title TEXT]`. */
  usage: string;
  about: string;
  /** What each option does, a line each. */
  details?: string[];
  options: O;
  /** How many words it takes. */
  words: { least: number; most?: number };
  /** Resolves to what the process ends with, if it is not `done`. */
  run: (context: Context, given: Given<O>) => Promise<ExitCode | undefined>;
};

export type Command = Omit<Described<Options>, 'options' | 'words' | 'run'> & {
  run: (world: World, argv: string[]) => Promise<ExitCode | undefined>;
};

function parse<O extends Options>(argv: string[], own: O): Parsed<O> {
  try {
    const options = { ...own, ...common };
    return parseArgs({ args: argv, options, allowPositionals: true, strict: true }) as Parsed<O>;
  } catch (error) {
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('. ');
    throw misused(`${reason}.`);
  }
}

/** A command that reads its own part of the command line. */
export function command<const O extends Options>(described: Described<O>): Command {
  const { name, usage, about, details, options, words, run } = described;
  return {
    ...{ name, usage, about, ...(details ? { details } : {}) },
    async run(world, argv) {
      const { positionals, values } = parse(argv, options);
      if (positionals.length < words.least || positionals.length > (words.most ?? Infinity))
        throw misused(`It goes: shark ${name} ${usage}`);
      const { service } = values as { service?: string };
      return run(createContext(world, service), { words: positionals, options: values });
    },
  };
}
