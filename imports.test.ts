import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = import.meta.dirname;

type Rule = { from: string; may: string[]; typesOnly?: string[]; packages?: string[] };

/**
 * Imports run one way: `edge -> shared <- aws/lambdas <- aws/local`; player and command line take only types
 * from the edge, and constructs name handlers by file path.
 */
const rules: Rule[] = [
  { from: 'shared', may: ['shared'], packages: ['zod'] },
  { from: 'edge/src', may: ['edge/src', 'shared'] },
  { from: 'edge/player', may: ['edge/player', 'shared'], typesOnly: ['edge/src'] },
  { from: 'cli', may: ['cli', 'shared'], typesOnly: ['edge/src'] },
  { from: 'aws/lambdas', may: ['aws/lambdas', 'shared'] },
  { from: 'aws/constructs', may: ['aws/constructs', 'aws/settings.ts', 'aws/signing-keys.ts', 'shared'] },
  // Its test accounts read the Worker's settings with the Worker's own schema.
  {
    from: 'aws/deploy',
    may: [
      'aws/deploy',
      'aws/outputs.ts',
      'aws/settings.ts',
      'aws/signing-keys.ts',
      'edge/src/env.ts',
      'shared',
    ],
  },
  { from: 'aws/local', may: ['aws/local', 'aws/lambdas', 'shared'] },
];

const importPattern =
  /^(import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gms;

const filesIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => join(root, folder, name));

function offences({ from, may, typesOnly = [], packages }: Rule): string[] {
  const within = (path: string, folders: string[]) =>
    folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
  return filesIn(from).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(importPattern)].flatMap((match) => {
      const target = match[3] ?? match[4] ?? match[5] ?? '';
      const where = `${relative(root, file)} -> ${target}`;
      if (!target.startsWith('.')) return packages && !packages.includes(target) ? [where] : [];
      const path = relative(root, resolve(dirname(file), target));
      return within(path, may) || (match[2] && within(path, typesOnly)) ? [] : [where];
    }),
  );
}

test.each(rules)('$from imports only what it may', (rule) => {
  expect(filesIn(rule.from)).not.toEqual([]);
  expect(offences(rule)).toEqual([]);
});

test('no handler knows of the CDK, and every handler that a construct names by path is there', () => {
  const sources = (folder: string) => filesIn(folder).map((file) => readFileSync(file, 'utf8'));
  expect(sources('aws/lambdas').filter((text) => text.includes('aws-cdk-lib'))).toEqual([]);
  const named = sources('aws/constructs').flatMap(
    (text) => text.match(/aws\/lambdas\/[\w-]+\.lambda\.ts/g) ?? [],
  );
  expect(named.length).toBeGreaterThan(0);
  for (const path of named) expect(existsSync(join(root, path))).toBe(true);
});

test('whoever presigns a URL asks how long the session lives, with which it dies', () => {
  const presigning = filesIn('edge/src').filter((file) =>
    readFileSync(file, 'utf8').includes("from '@aws-sdk/s3-request-presigner'"),
  );
  expect(presigning).not.toEqual([]);
  for (const file of presigning) expect(readFileSync(file, 'utf8')).toContain('presignedSeconds(');
});
