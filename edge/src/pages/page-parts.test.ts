import { expect, test } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { assetsOf } from './assets.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { peopleQuery, videoIdOf, videosQuery } from './queries.ts';
import { linkTo, qualityList } from './words.ts';

const origins = {
  media: 'https://media.example',
  login: 'https://login.example',
  uploads: 'https://s3.example',
};

test.each([{}, { player: true }, { previews: true }, { uploader: true }])(
  'no page with %j runs inline script',
  (needs) => {
    const policy = contentSecurityPolicy(origins, needs);
    expect(policy).toContain(`default-src 'none'`);
    expect(policy).toContain(`script-src 'self';`);
    expect(policy).toContain(`frame-ancestors 'none'`);
  },
);

test('only the uploader talks to the storage, only the player and previews fetch media', () => {
  expect(contentSecurityPolicy(origins)).toContain(`connect-src 'self';`);
  expect(contentSecurityPolicy(origins, { uploader: true })).toContain(
    `connect-src 'self' https://s3.example;`,
  );
  for (const needs of [{ player: true }, { previews: true }])
    expect(contentSecurityPolicy(origins, needs)).toContain(`connect-src 'self' https://media.example;`);
});

test('a list page takes what it knows, and empty fields as none', () => {
  const query = videosQuery({ q: ' reef ', cursor: '', utm_source: 'mail', status: 'failed' }, [
    'q',
    'sort',
    'cursor',
  ]);
  expect(query).toEqual({ limit: 24, sort: 'newest', q: 'reef' });
});

test.each([
  () => videosQuery({ sort: 'size' }, ['sort']),
  () => videosQuery({ status: 'lost' }, ['status']),
  () => peopleQuery({ cursor: 'x'.repeat(5000) }),
])('what the API would refuse is refused (%#)', (ask) => {
  expect(ask).toThrow(expect.objectContaining({ code: 'invalid_request' }));
});

test('an address that holds no id belongs to nothing', () => {
  expect(() => videoIdOf('../x')).toThrow(AppError);
  expect(videoIdOf('01JD2M0000000000000000000A')).toBe('01JD2M0000000000000000000A');
});

test('links leave out what is not set', () => {
  expect(linkTo('/', { q: undefined, sort: null, cursor: '' })).toBe('/');
  expect(linkTo('/', { q: 'a&b', cursor: 'c' })).toBe('/?q=a%26b&cursor=c');
});

test('a quality is named once, by its short side, best first', () => {
  const sizes = [
    { width: 360, height: 640 },
    { width: 640, height: 360 },
    { width: 1080, height: 1920 },
  ];
  expect(qualityList(sizes)).toBe('1080p 360p');
});

const filesOf = (manifest: unknown, status = 200) => ({
  fetch: async () => new Response(JSON.stringify(manifest), { status }),
});

test('without a build the names are unhashed', async () => {
  const assets = await assetsOf(filesOf('not found', 404));
  expect([assets.style, assets.script('watch')]).toEqual(['/assets/shark.css', '/assets/watch.js']);
});

test('the manifest of the build names the files', async () => {
  const manifest = {
    'shark.css': { file: 'assets/shark-a1.css', src: 'shark.css' },
    'watch.ts': { file: 'assets/watch-b2.js', isEntry: true },
  };
  const assets = await assetsOf(filesOf(manifest));
  expect([assets.style, assets.script('watch')]).toEqual(['/assets/shark-a1.css', '/assets/watch-b2.js']);
});
