import { describe, expect, test } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import type { Progress } from '../../../shared/position.ts';
import type { VideoStatus } from '../../../shared/video.ts';
import { Card } from './card.tsx';
import { CatalogPage } from './catalog.tsx';
import { ErrorPage } from './error-page.tsx';
import { ManagePeoplePage, PersonRow } from './manage-people.tsx';
import { ManageUploadPage } from './manage-upload.tsx';
import { ManageVideoPage } from './manage-video/page.tsx';
import { ManageVideosPage } from './manage-videos.tsx';
import { Paging } from './paging.tsx';
import { SpendMeter } from './spend-meter.tsx';
import { frameFor, markup, person, signedOut, summary, video } from './testing.tsx';
import { VideoRow } from './video-row.tsx';
import { WatchPage } from './watch.tsx';
import { WelcomePage } from './welcome.tsx';

const viewer = frameFor('viewer');
const admin = frameFor('admin');
const newest = { sort: 'newest' } as const;
const scriptsOf = (page: string) => [...page.matchAll(/<script[^>]+src="([^"]+)"/g)].map(([, src]) => src);

describe('whoever is not signed in', () => {
  test('is welcomed with a way in and no script', async () => {
    const page = await markup(<WelcomePage frame={signedOut} />);
    expect(page).toContain('href="/auth/login?return=/"');
    expect(page).toContain('href="/auth/help"');
    expect(page).not.toContain('<script');
  });
});

describe('the catalog', () => {
  const nowMs = Date.parse('2026-11-25T10:00:00Z');
  const nothing = { progress: new Map(), unfinished: [] };
  const card = (changes = {}, progress?: Progress) =>
    markup(<Card video={summary(changes)} nowMs={nowMs} progress={progress} />);
  const page = (over: Partial<Parameters<typeof CatalogPage>[0]>) => {
    const list = { videos: [summary()], nextCursor: null };
    const shown = { frame: viewer, list, query: newest, tags: [], shelf: nothing, nowMs, ...over };
    return markup(<CatalogPage {...shown} />);
  };

  test('names a video, how long it is and its qualities, best first', async () => {
    const shown = await card();
    for (const part of ['Reef', '2:05', '1080p 360p', '/watch/01JD', 'https://media.example/shark/i/1.jpg'])
      expect(shown).toContain(part);
  });

  test('escapes what people typed', async () => {
    expect(await card({ title: '<script>alert(1)</script>' })).toContain('&lt;script&gt;');
  });

  test('shows a video without pictures as sound', async () => {
    const shown = await card({ resolutions: [], poster: null });
    expect(shown).toContain('Sound only');
    expect(shown).not.toContain('<img');
  });

  test.each([
    ['new, a week long', '2026-11-18T10:00:01Z', undefined, 'New', null],
    ['not new, later', '2026-11-18T10:00:00Z', undefined, null, 'New'],
    [
      'not new, once begun',
      '2026-11-25T09:00:00Z',
      { positionMs: 50_000, durationMs: 125_000 },
      '40 % watched',
      'New',
    ],
    [
      'watched, but for the credits',
      '2026-11-25T09:00:00Z',
      { positionMs: 124_000, durationMs: 125_000 },
      '>Watched<',
      '%',
    ],
  ])('a video is %s', async (_, publishedAt, progress, held, missing) => {
    const shown = await card({ publishedAt }, progress);
    if (held) expect(shown).toContain(held);
    if (missing) expect(shown).not.toContain(missing);
  });

  test('keeps search, tag and order in its links, and in what is searched next', async () => {
    const list = { videos: [summary()], nextCursor: 'c2' };
    const query = { q: 'reef', tag: 'deep sea', sort: 'title', cursor: 'c1' } as const;
    const shown = await page({ list, query, tags: ['night'] });
    for (const part of [
      'href="/?q=reef&amp;tag=deep+sea&amp;sort=title&amp;cursor=c2"',
      'href="/?q=reef&amp;tag=deep+sea&amp;sort=title"',
      'href="/?q=reef&amp;tag=night&amp;sort=title"',
      'value="reef"',
      'name="tag" value="deep sea"',
      'name="sort" value="title"',
    ])
      expect(shown).toContain(part);
    expect(shown).toMatch(/aria-current="true">A to Z/);
    expect(shown).toMatch(/href="\/\?q=reef&amp;sort=title" aria-current="true">deep sea/);
  });

  test('offers what somebody has not finished, with how far they are', async () => {
    const progress = new Map([[summary().id, { positionMs: 50_000, durationMs: 125_000 }]]);
    const shown = await page({ shelf: { progress, unfinished: [summary()] } });
    expect(shown).toContain('Continue watching');
    expect(shown.match(/40 % watched/g)).toHaveLength(2);
    expect(await page({ shelf: { progress, unfinished: [] } })).not.toContain('Continue watching');
  });

  test.each([
    ['finds nothing', { q: 'whale', tag: 'sea' }, viewer, 'Nothing matches “whale” and the tag “sea”'],
    ['is empty for a viewer', {}, viewer, 'as soon as it is published'],
    ['is empty for an admin', {}, admin, 'href="/admin/upload"'],
    ['ends', { cursor: 'c9' }, viewer, 'This is the end of the list'],
  ])('says so when it %s', async (_when, query, frame, words) => {
    const list = { videos: [], nextCursor: null };
    expect(await page({ frame, list, query: { ...newest, ...query } })).toContain(words);
  });

  test.each([
    ['1 video for “reef”', null, 1],
    ['2 videos of more for “reef”', 'c2', 2],
  ])('says how much was found: %s', async (words, nextCursor, count) => {
    const list = { videos: Array.from({ length: count }, () => summary()), nextCursor };
    expect(await page({ list, query: { ...newest, q: 'reef' } })).toContain(words);
  });

  test('needs two small scripts and shows no way to manage to viewers', async () => {
    const shown = await page({});
    expect(scriptsOf(shown)).toEqual(['/assets/app-1.js', '/assets/catalog-1.js']);
    expect(shown).not.toContain('/admin');
    expect(shown).toContain('viewer@example.com');
    expect(shown).toContain('action="/auth/logout"');
  });

  test('has no paging when one page is all', async () => {
    expect(await markup(<Paging path="/" query={{}} cursor={undefined} nextCursor={null} />)).toBe('');
  });
});

describe('the watch page', () => {
  const watched = { renewInMs: 1, requestId: 'r1', watching: { startMs: 0, next: null } };

  test('shows the picture first and tells the player what to play', async () => {
    const page = await markup(<WatchPage frame={viewer} video={video()} {...watched} renewInMs={450_000} />);
    expect(page).toMatch(/<shark-player[^>]+src="https:\/\/media\.example\/[^"]+index\.m3u8"/);
    expect(page).toContain('renew-in="450000"');
    expect(page).toContain('class="poster"');
    expect(page).toContain('Playing a video needs JavaScript');
    expect(scriptsOf(page)).toContain('/assets/watch-1.js');
  });

  test('tells the player where to start, what comes next and this request’s id', async () => {
    const watching = { startMs: 61_000, next: summary({ id: '01JD2M0000000000000000000B', title: 'Kelp' }) };
    const page = await markup(<WatchPage frame={viewer} video={video()} {...watched} watching={watching} />);
    for (const attribute of ['start-at="61000"', 'next-title="Kelp"', 'request-id="r1"'])
      expect(page).toContain(attribute);
    expect(page).toMatch(/next="\/watch\/01JD2M0000000000000000000B"/);
    expect(page).toMatch(/<a href="\/watch\/01JD2M0000000000000000000B" data-next/);
  });

  test('makes links of the times in a description, and shows the rest of it', async () => {
    const description = 'Fish & chips.\n0:00 Start\n1:30 <Reef>';
    const page = await markup(<WatchPage frame={viewer} video={video({ description })} {...watched} />);
    expect(page).toContain('<p class="description">Fish &amp; chips.</p>');
    expect(page).toContain('<a href="?t=90" data-at="90000"><span class="at">1:30</span> &lt;Reef&gt;</a>');
    expect(page).toMatch(/chapters="\[\{&quot;startMs&quot;:0,/);
  });

  test('leads from a tag to what else carries it', async () => {
    const page = await markup(
      <WatchPage frame={viewer} video={video({ tags: ['sea & sky'] })} {...watched} />,
    );
    expect(page).toContain('<a href="/?tag=sea+%26+sky">sea &amp; sky</a>');
  });

  test('hands captions to the player', async () => {
    const captions = [{ id: 'c1', language: 'de', label: 'Deutsch', url: 'https://media.example/c.vtt' }];
    const page = await markup(<WatchPage frame={viewer} video={video({ captions })} {...watched} />);
    expect(page).toMatch(/captions="[^"]+&quot;language&quot;:&quot;de&quot;/);
  });

  test('has no player while there is nothing to play', async () => {
    const page = await markup(<WatchPage frame={admin} video={video({ playback: null })} {...watched} />);
    expect(page).toContain('still being made');
    expect(scriptsOf(page)).toEqual(['/assets/app-1.js']);
  });

  test.each([
    ['an admin', admin, true],
    ['a viewer', viewer, false],
  ])('%s: a link to edit is shown: %s', async (_who, frame, shown) => {
    const page = await markup(<WatchPage frame={frame} video={video()} {...watched} />);
    expect(page.includes('/admin/videos/')).toBe(shown);
  });
});

describe('the list of managed videos', () => {
  test.each<[VideoStatus, number | null, string[]]>([
    ['uploading', null, ['Uploading', 'data-moving="true"']],
    ['queued', null, ['Waiting', 'data-moving="true"']],
    ['transcoding', 43.4, ['Transcoding', '43 %', 'value="43"', 'data-moving="true"']],
    ['ready', null, ['Ready', 'data-moving="false"']],
    ['failed', null, ['Failed', 'data-moving="false"']],
  ])('%s at %s is shown as %j', async (status, progressPercent, parts) => {
    const row = await markup(<VideoRow video={summary({ status, progressPercent })} />);
    for (const part of parts) expect(row).toContain(part);
  });

  test('shows no picture of a draft, which needs a cookie of its own', async () => {
    expect(await markup(<VideoRow video={summary({ published: false })} />)).not.toContain('<img');
  });

  const failure = { code: 'x', message: 'It broke.', remedy: 'Export it again.', retryable: true };
  test.each([
    ['can be tried again', { failure }, '/retry"', 'Export it again.'],
    ['is told what to do', { failure: { ...failure, retryable: false } }, 'Export it again.', '/retry"'],
    ['failed as a new version', { status: 'ready', failure }, 'The new version failed. It broke.', 'x.x'],
  ] as const)('what failed %s', async (_, changes, held, missing) => {
    const row = await markup(<VideoRow video={summary({ status: 'failed', ...changes })} />);
    expect(row).toContain(held);
    expect(row).not.toContain(missing);
  });

  test.each([
    [{ estimatedUsd: 0.4, actualUsd: 0.35 }, '$0.35'],
    [{ estimatedUsd: 0.4, actualUsd: null }, 'about $0.40'],
    [{ estimatedUsd: null, actualUsd: null }, 'not known'],
  ])('%j is shown as %s', async (cost, shown) => {
    const row = await markup(<VideoRow video={summary({ cost })} />);
    expect(/<td class="cost">.*?<\/td>/.exec(row)?.[0].replace(/<[^>]+>/g, '')).toBe(`Cost ${shown}`);
  });

  test('a new version on its way is shown beside what plays', async () => {
    const next = { version: summary().id, attempt: 1, status: 'transcoding', progressPercent: 12 } as const;
    const row = await markup(<VideoRow video={summary({ next })} />);
    for (const part of ['Ready', 'New version:', '12 %', 'data-moving="true"']) expect(row).toContain(part);
  });

  const page = (query: Parameters<typeof ManageVideosPage>[0]['query'], nextCursor: string | null = null) => {
    const spend = { month: '2026-12', spentUsd: 0, capUsd: 50 };
    const list = { videos: [], nextCursor };
    return markup(<ManageVideosPage frame={admin} list={list} spend={spend} query={query} />);
  };

  test('asks the API for what the page shows', async () => {
    expect(await page({ status: 'failed' })).toContain('<shark-live src="/api/videos?status=failed"');
  });

  test.each([
    [{}, 'Nothing uploaded yet'],
    [{ status: 'failed' }, 'No video is “Failed”'],
    [{ q: 'whale' }, 'Nothing matches “whale”'],
    [{ q: 'whale', status: 'ready' }, 'Nothing that is “Ready” matches “whale”'],
  ] as const)('with nothing found for %j says "%s"', async (query, words) => {
    expect(await page(query)).toContain(words);
  });

  test('status and search keep one another, without script, and so does the next page', async () => {
    const shown = await page({ status: 'ready', q: 'reef' }, 'c2');
    for (const part of [
      'href="/admin?q=reef&amp;status=failed"',
      'href="/admin?q=reef"',
      'name="status" value="ready"',
      'value="reef"',
      'href="/admin?status=ready&amp;q=reef&amp;cursor=c2"',
    ])
      expect(shown).toContain(part);
  });
});

describe('this month’s encoding', () => {
  test.each([
    [10, 50, 'far', ['$10.00 of $50.00'], ['refused']],
    [40, 50, 'near', ['$10.00 left.', 'refused until 1 Jan 2027 (UTC)'], ['is reached: ']],
    [50, 50, 'reached', ['The cap is reached: uploads are refused until 1 Jan 2027 (UTC)'], ['left.']],
    [0, 0, 'reached', ['$0.00 of $0.00'], []],
    [7, null, 'uncapped', ['$7.00', 'There is no cap.'], ['<meter']],
  ])('of $%d against a cap of %s is %s', async (spentUsd, capUsd, reach, held, missing) => {
    const shown = await markup(<SpendMeter spend={{ month: '2026-12', spentUsd, capUsd }} />);
    expect(shown).toContain(`class="spend ${reach}"`);
    expect(shown).toContain('Encoding in December 2026');
    for (const part of held) expect(shown).toContain(part);
    for (const part of missing) expect(shown).not.toContain(part);
  });
});

describe('the page of a managed video', () => {
  const show = (changes: Parameters<typeof video>[0]) =>
    markup(
      <ManageVideoPage
        frame={admin}
        video={video(changes)}
        versions={{ versions: [] }}
        history={{ events: [], nextCursor: null }}
        etag={'"3.7"'}
        renewInMs={1}
      />,
    );

  test('fills the form and remembers which revision from', async () => {
    const page = await show({ tags: ['sea', 'fish'] });
    expect(page).toContain('if-match="&quot;3.7&quot;"');
    expect(page).toContain('value="Reef"');
    expect(page).toContain('value="sea, fish"');
    expect(page).toMatch(/name="published" checked/);
  });

  test('offers frames as posters and marks the present one', async () => {
    const posters = ['a', 'b'].map((id) => ({ id, url: `https://media.example/${id}.jpg` }));
    const page = await show({ published: true, posters, posterId: 'b' });
    expect(page).toMatch(/value="b" form="edit" checked/);
    expect(page).not.toMatch(/value="a" form="edit" checked/);
  });

  test('a failure is told with its remedy, and nothing can be published', async () => {
    const failure = {
      code: 'not_media',
      message: 'The file is no video.',
      remedy: 'Export it again.',
      retryable: false,
    };
    const page = await show({ status: 'failed', playback: null, published: false, failure });
    for (const part of ['The file is no video.', 'Export it again.', 'not_media'])
      expect(page).toContain(part);
    expect(page).toMatch(/name="published"[^>]* disabled/);
    expect(page).toContain('there is nothing to publish');
  });

  test('a check that the output did not stand is told with its file', async () => {
    const sentences = { message: 'It would not play well.', remedy: 'Try again.', retryable: true };
    const detail = { check: 'segments', file: 'index_720p_000000003.m4s' };
    const page = await show({ failure: { code: 'output_rejected', ...sentences, detail } });
    expect(page).toContain(
      '<code>output_rejected</code>, found by the check of <code>segments</code> in <code>index_720p_000000003.m4s</code>',
    );
  });

  test.each([
    ['a sound recording', { width: null, height: null, hasAudio: true }, 'ready', ['None', 'Sound only']],
    [
      'a file nobody could read',
      { width: null, height: null, hasAudio: null },
      'failed',
      ['Not known', 'None'],
    ],
    ['a picture on its way', { width: 640, height: 360 }, 'queued', ['640 × 360', 'None yet']],
  ] as const)('%s: what is known of it', async (_, tracks, status, [picture, qualities]) => {
    const { source } = video();
    const page = await show({ status, resolutions: [], ...(source && { source: { ...source, ...tracks } }) });
    expect(page).toMatch(new RegExp(`Picture</dt><dd>${picture}</dd>`));
    expect(page).toMatch(new RegExp(`Qualities</dt><dd>${qualities}</dd>`));
  });

  test('what came with the file is named, and what did not', async () => {
    const captions = [{ id: '1-de', language: 'de', label: 'German', url: 'https://media.example/c.vtt' }];
    const warnings = [{ code: 'cover_unreadable', message: 'The cover could not be read.' }];
    const page = await show({ captions, warnings });
    expect(page).toContain('<strong>German</strong><span class="facts">de</span>');
    expect(page).toContain('Left out</dt><dd>The cover could not be read.</dd>');
  });

  test('the per cent of a replacement is shown while the old version plays', async () => {
    const next = { version: video().id, attempt: 1, status: 'transcoding', progressPercent: 12 } as const;
    const page = await show({ next });
    expect(page).toContain('12 %');
    expect(page).toContain('data-state="ready transcoding"');
    expect(page).toContain('<shark-player');
  });
});

describe('the people', () => {
  const mails = { left: 50, perDay: 50, resetsAt: '2026-11-25T00:00:00.000Z' };
  test.each([
    ['invited', ['Send again', 'Disable', 'Until 8 Dec 2026']],
    ['expired', ['Send again', 'Disable', 'Invitation expired', 'Ran out 8 Dec 2026']],
    ['active', ['Disable']],
    ['disabled', ['Let in again']],
  ] as const)('%s: offers %j', async (status, parts) => {
    const someone = person({ status, expiresAt: status === 'active' ? null : '2026-12-08T10:00:00Z' });
    const row = await markup(<PersonRow person={someone} self={false} />);
    for (const part of parts) expect(row).toContain(part);
    expect(row.includes('/resend"')).toBe(status !== 'active');
    expect(row.includes('method="DELETE"')).toBe(status !== 'disabled');
  });

  test('nobody is offered to shut themselves out', async () => {
    const list = { people: [person({ email: 'admin@example.com' })], nextCursor: null };
    const page = await markup(<ManagePeoplePage frame={admin} list={list} mails={mails} query={{}} />);
    expect(page).toContain('This is you');
    expect(page).not.toContain('method="DELETE"');
  });

  test('the mails of today are told, and used up ones with when there are more', async () => {
    const list = { people: [person()], nextCursor: null };
    const page = (left: number) =>
      markup(<ManagePeoplePage frame={admin} list={list} mails={{ ...mails, left }} query={{}} />);
    expect(await page(47)).toContain('47 of 50 mails left today.');
    expect(await page(0)).toContain('the next ones can go out from 25 Nov 2026, 00:00 UTC.');
  });

  test('can be filtered without script, and the next page keeps the filter', async () => {
    const list = { people: [person({ status: 'expired' })], nextCursor: 'c2' };
    const query = { status: 'expired' } as const;
    const page = await markup(<ManagePeoplePage frame={admin} list={list} mails={mails} query={query} />);
    expect(page).toContain('href="/admin/people?status=disabled"');
    expect(page).toMatch(/aria-current="true">Invitation expired/);
    expect(page).toContain('href="/admin/people?status=expired&amp;cursor=c2"');
    expect(page).toContain('<shark-resend-expired>');
  });

  test('nobody of a status is said to be so, with a way on', async () => {
    const list = { people: [], nextCursor: null };
    const query = { status: 'disabled' } as const;
    const page = await markup(<ManagePeoplePage frame={admin} list={list} mails={mails} query={query} />);
    expect(page).toContain('Nobody is “Disabled”');
    expect(page).not.toContain('<shark-resend-expired>');
  });
});

test('the uploader is told what it may take, and people whether anything is taken at all', async () => {
  const page = await markup(
    <ManageUploadPage frame={admin} spend={{ month: '2026-12', spentUsd: 50, capUsd: 50 }} />,
  );
  expect(page).toMatch(/accept="\.mp4,\.m4v,/);
  expect(page).toContain(`max-bytes="${5 * 1024 ** 4}"`);
  expect(page).toContain('uploads are refused until');
});

test.each([
  [new AppError('not_found', 'There is no such video.'), 'Nothing is here', 'href="/"'],
  [new AppError('forbidden', 'Only admins may do this.'), 'This page is for admins', 'href="/"'],
  [
    new AppError('unauthenticated', 'This session was ended.'),
    'You are signed out',
    'href="/auth/login?return=/"',
  ],
  [new AppError('unavailable', 'The catalog does not answer.'), 'Something is not working here', 'href="/"'],
])('%s is told in plain words, with what to do next and the id', async (error, title, next) => {
  const page = await markup(<ErrorPage frame={signedOut} error={error} requestId="req-1" />);
  for (const part of [title, next, error.message, 'req-1', 'href="/auth/help"']) expect(page).toContain(part);
});
