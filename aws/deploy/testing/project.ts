import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SettingsInput } from '../../settings.ts';
import type { World } from '../world.ts';
import { type Cloud, createCloud } from './cloud.ts';
import { cloudNowMs } from './cloud-aws.ts';

export const draft = {
  region: 'eu-west-1',
  parentDomain: 'video.example.com',
  appDomain: 'app.video.example.com',
  mediaDomain: 'media.video.example.com',
  firstAdmin: 'you@example.com',
} satisfies Partial<SettingsInput>;

export type Project = {
  cloud: Cloud;
  world: World;
  /** Everything that was said. */
  said: () => string;
  settings: () => Record<string, unknown>;
  change: (settings: Record<string, unknown>) => void;
  /** ms. */
  pass: (ms: number) => void;
};

/** A checkout in a temporary folder, in front of two accounts in memory; `settings` null: without deploy.json. */
export function createProject(
  settings: Record<string, unknown> | null = draft,
  ask: World['ask'] = null,
): Project {
  const root = mkdtempSync(join(tmpdir(), 'shark-deploy-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const file = join(root, 'deploy.json');
  writeFileSync(join(root, 'package.json'), '{"version":"1.2.3"}');
  const cloud = createCloud();
  const lines: string[] = [];
  let nowMs = cloudNowMs();
  const change = (next: Record<string, unknown>) => writeFileSync(file, JSON.stringify(next));
  if (settings) change(settings);
  const world: World = {
    run: cloud.run(root),
    fetch: cloud.fetch,
    aliasesOf: cloud.aliasesOf,
    ask,
    say: (text) => lines.push(text),
    now: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
    env: {},
    root,
  };
  return {
    cloud,
    world,
    said: () => lines.join('\n'),
    settings: () => JSON.parse(readFileSync(file, 'utf8')),
    change,
    pass: (ms) => {
      nowMs += ms;
    },
  };
}
