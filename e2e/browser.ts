import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';

type Executable = { path: string; env: Record<string, string>; dispose(): Promise<void> };

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'chrome.exe',
];
const apps = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Nothing of its own leaves the machine, and a picture that moves needs no click first. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--autoplay-policy=no-user-gesture-required',
];

const ownEnv = () =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

function installed(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...apps].find(existsSync);
}

/** The packed fonts.conf names /tmp/fonts and nothing else; a Chromium without any font dies of the first text field. */
const fontsConf = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>
`;

/**
 * Chromium from npm, for machines without one. It unpacks into the temporary folder without noticing a half-unpacked
 * copy, so it gets a folder of its own; it brings its system libraries only where it believes to be in AWS Lambda.
 */
async function fromNpm(): Promise<Executable> {
  const folder = await mkdtemp(join(tmpdir(), 'shark-chromium-'));
  const before = { ...process.env };
  try {
    process.env['TMPDIR'] = folder;
    process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs24.x';
    const { default: packed } = await import('@sparticuz/chromium');
    const path = await packed.executablePath();
    await writeFile(join(folder, 'fonts', 'fonts.conf'), fontsConf(folder));
    return { path, env: ownEnv(), dispose: () => rm(folder, { recursive: true, force: true }) };
  } finally {
    process.env = before;
  }
}

/** `CHROMIUM_PATH`, else a Chromium or Chrome of this machine, else the one from npm. None is an error, never a skip. */
export async function findChromium(): Promise<Executable> {
  const path = process.env['CHROMIUM_PATH'] || installed();
  return path ? { path, env: ownEnv(), dispose: async () => {} } : fromNpm();
}

type Profile = { context: BrowserContext; close(): Promise<void> };

/** A context with a profile on disk: one without does not bring back files that a page has kept. */
async function openProfile({ path, env }: Executable): Promise<Profile> {
  const profile = await mkdtemp(join(tmpdir(), 'shark-profile-'));
  const options = { executablePath: path, env, args: chromiumFlags, viewport: { width: 1280, height: 800 } };
  const context = await chromium.launchPersistentContext(profile, options);
  return {
    context,
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

type Launched = { browser: Browser; openProfile(): Promise<Profile>; close(): Promise<void> };

/** A browser without a window; `close` also removes what was unpacked for it. */
export async function launchBrowser(): Promise<Launched> {
  const executable = await findChromium();
  const { path, env, dispose } = executable;
  const browser = await chromium.launch({ executablePath: path, env, args: chromiumFlags });
  return {
    browser,
    openProfile: () => openProfile(executable),
    close: async () => {
      await browser.close();
      await dispose();
    },
  };
}
