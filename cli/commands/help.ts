import type { Command } from '../command.ts';
import { exitWords } from '../exit-codes.ts';

const width = 12;

const row = (word: string, words: string) => `  ${word.padEnd(width)} ${words}`;

const environment: [string, string][] = [
  ['SHARK_SERVICE', 'the address of the service, where --service is not given'],
  ['SHARK_TOKEN', 'an access token to use, whoever is signed in'],
  ['SHARK_CLIENT_ID', 'with SHARK_CLIENT_SECRET: a bot to act as, whoever is signed in'],
];

function ofAll(commands: readonly Command[]): string[] {
  return [
    'shark: a private video service from the command line',
    '',
    'Usage: shark <command> [options]',
    '',
    ...commands.map(({ name, about }) => row(name, about)),
    row('help', 'what a command takes: shark help upload'),
    '',
    'Every command takes --service URL; else it is that of the last sign-in.',
    '',
    'Environment:',
    ...environment.map(([name, words]) => `  ${name.padEnd(16)} ${words}`),
    '',
    'It ends with:',
    ...Object.entries(exitWords).map(([code, words]) => row(code, words)),
  ];
}

function ofOne({ name, usage, about, details = [] }: Command): string[] {
  const more = details.length > 0 ? ['', ...details.map((line) => `  ${line}`)] : [];
  return [`shark ${name} ${usage}`.trim(), '', `${about[0]?.toUpperCase()}${about.slice(1)}.`, ...more];
}

/** The help of one command, or of all. */
export const helpLines = (commands: readonly Command[], about: Command | undefined): string[] =>
  about ? ofOne(about) : ofAll(commands);
