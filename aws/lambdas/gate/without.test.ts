import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMaster } from '../manifest.ts';
import { OutputRejected } from '../rejected.ts';
import { masterPlaylist } from '../testing/output.ts';
import { filesOfDash } from './dash.ts';
import { sortOut } from './dominated.ts';
import { withoutRepresentations } from './without-representations.ts';
import { withoutVariants } from './without-variants.ts';

const variant = (height: number, bandwidthBps: number, name = `${height}p`) => ({
  ...{ file: `index_${name}.m3u8`, width: (height * 16) / 9, height, bandwidthBps },
});

describe('a multivariant playlist', () => {
  const kept = [variant(720, 3000), variant(360, 900)];
  const without = (text: string, leftOut = [variant(540, 3100)]) =>
    withoutVariants(text, 'index.m3u8', { kept, leftOut });
  const head = '#EXTM3U\n# made by hand\n\n#EXT-X-VERSION:7\n';
  const stream = (bandwidth: number, name: string, more = '') =>
    `#EXT-X-STREAM-INF:AVERAGE-BANDWIDTH=3100,BANDWIDTH=${bandwidth}${more}\n${name}\n`;
  const others = stream(3000, 'index_720p.m3u8') + stream(900, 'index_360p.m3u8');
  const frames = (size: string) => `#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=9,RESOLUTION=${size},URI="x.m3u8"\n`;

  test.each<[string, string, string]>([
    ['the tag and the address', stream(3100, 'index_540p.m3u8'), ''],
    [
      'what lies between them stays',
      '#EXT-X-STREAM-INF:BANDWIDTH=3100\n# why\n\nindex_540p.m3u8\n',
      '# why\n\n',
    ],
    ['lines that end as Windows ends them', stream(3100, 'index_540p.m3u8').replaceAll('\n', '\r\n'), ''],
    ['an address that is encoded', stream(3100, 'index%5F540p.m3u8'), ''],
    ['its keyframes', stream(3100, 'index_540p.m3u8') + frames('960x540'), ''],
    [
      'not the keyframes of others',
      frames('1280x720') + frames('960x54'),
      frames('1280x720') + frames('960x54'),
    ],
    [
      'not another bandwidth with the same pictures',
      stream(2000, 'index_540p.m3u8'),
      stream(2000, 'index_540p.m3u8'),
    ],
    ['nothing of what is not there', '', ''],
  ])('loses a variant: %s', (_, part, left) => {
    expect(without(head + part + others)).toBe(head + left + others);
    expect(without(head + others + part)).toBe(head + others + left);
    expect(without(head + left + others)).toBe(head + left + others);
  });

  test('keeps keyframes of a size that another variant has', () => {
    const smaller = { ...variant(540, 800, 'small') };
    const all = head + frames('960x540');
    const parts = { kept: [...kept, smaller], leftOut: [variant(540, 3100)] };
    expect(withoutVariants(all, 'index.m3u8', parts)).toBe(all);
  });

  test('of any variants lists those that are of use, as they were', () => {
    const rungs = fc.uniqueArray(
      fc.record({
        height: fc.constantFrom(240, 360, 540, 720, 1080),
        bandwidthBps: fc.integer({ min: 1, max: 9 }),
      }),
      { minLength: 1, maxLength: 6, selector: ({ height, bandwidthBps }) => `${height} ${bandwidthBps}` },
    );
    fc.assert(
      fc.property(rungs, fc.boolean(), (all, hasSound) => {
        const variants = all.map(({ height, bandwidthBps }, index) => ({
          ...{ name: `${index}`, size: `${(height * 16) / 9}x${height}`, bandwidthBps },
        }));
        const { renditions } = parseMaster(masterPlaylist(variants, hasSound), 'index.m3u8');
        const parts = sortOut(renditions);
        const cut = withoutVariants(masterPlaylist(variants, hasSound), 'index.m3u8', parts);
        const stays = ({ name }: { name: string }) =>
          parts.kept.some(({ file }) => file === `index_${name}.m3u8`);
        expect(cut).toBe(masterPlaylist(variants.filter(stays), hasSound));
        expect(parseMaster(cut, 'index.m3u8').renditions).toEqual(parts.kept);
      }),
    );
  });
});

describe('a DASH manifest', () => {
  const template = (name: string) =>
    `<SegmentTemplate initialization="${name}.mp4" media="${name}_$Number$.m4s"/>`;
  const representation = (name: string, more = '') =>
    `<Representation id="${name}"${more}>${template(name)}</Representation>`;
  const mpd = (...sets: string[]) =>
    `<?xml version="1.0"?>\n<!-- <Representation id="v"> -->\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" xmlns:x="urn:x"><Period>${sets.join('')}</Period></MPD>\n`;
  const set = (...parts: string[]) => `<AdaptationSet x:label="a > b">${parts.join('')}</AdaptationSet>`;
  const gone = new Set(['540.mp4']);
  const [large, middle, small] = ['720', '540', '360'].map((name) => representation(name));

  test.each<[string, string, string]>([
    ['the first of a set', mpd(set(middle ?? '', large ?? '')), mpd(set(large ?? ''))],
    [
      'one between others',
      mpd(set(large ?? '', middle ?? '', small ?? '')),
      mpd(set(large ?? '', small ?? '')),
    ],
    ['the only one of its set', mpd(set(large ?? ''), set(middle ?? '')), mpd(set(large ?? ''))],
    [
      'with what sets it off',
      mpd(`\n  <AdaptationSet>\n    ${large}\n    ${middle}\n  </AdaptationSet>\n`),
      mpd(`\n  <AdaptationSet>\n    ${large}\n  </AdaptationSet>\n`),
    ],
    [
      'with a comment in it, and not the one before it',
      mpd(
        set(
          large ?? '',
          '<!-- </AdaptationSet> -->',
          middle?.replace('</R', '<!-- </Representation> --></R') ?? '',
        ),
      ),
      mpd(set(large ?? '', '<!-- </AdaptationSet> -->')),
    ],
    [
      'one that is empty, its files being named by its set',
      mpd(
        set(template('$RepresentationID$'), '<Representation id="720"/>', '<Representation id="540" y=">"/>'),
      ),
      mpd(set(template('$RepresentationID$'), '<Representation id="720"/>')),
    ],
    ['nothing of what is not there', mpd(set(large ?? '', small ?? '')), mpd(set(large ?? '', small ?? ''))],
  ])('loses a representation: %s', (_, text, left) => {
    const cut = withoutRepresentations(text, 'index.mpd', gone);
    expect(cut).toBe(left);
    expect(withoutRepresentations(cut, 'index.mpd', gone)).toBe(left);
    expect([...filesOfDash(cut, 'index.mpd')]).not.toContain('540.mp4');
  });

  test.each([
    ['that is none', '<html/>'],
    ['with representations outside of its sets', mpd(set(large ?? ''), '<x><Representation/></x>')],
  ])('%s is refused', (_, text) => {
    expect(() => withoutRepresentations(text, 'index.mpd', gone)).toThrow(OutputRejected);
  });
});
