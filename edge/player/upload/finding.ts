import { formatDuration } from '../../../shared/format.ts';
import type { Media } from './media.ts';

/** What looking into a file came to: `read` null is a container that is not known, `broken` one that cannot be read. */
export type Looked = { read: Media | null } | 'broken' | 'not looked';

/**
 * What a person is told of a file before its first byte is sent. `doubt` is why it may come to nothing: then they are
 * asked whether to send it.
 */
export type Finding = { facts: string[]; note: string; doubt: string };

/** Formats that are taken and that no browser can look into. */
const unseen = ['avi', 'mpg', 'mpeg', 'wmv', 'flv', 'mxf'];

const codecNames: Record<string, string> = {
  avc: 'H.264',
  hevc: 'HEVC',
  vp8: 'VP8',
  vp9: 'VP9',
  av1: 'AV1',
  prores: 'ProRes',
};

const extensionOf = (name: string) => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

const nothing: Finding = { facts: [], note: '', doubt: '' };

function ofContents({ durationMs, picture, hasSound, frame }: Media): Finding {
  if (!picture && !hasSound) return { ...nothing, doubt: 'It holds neither picture nor sound.' };
  const length = durationMs === null ? [] : [formatDuration(durationMs)];
  if (!picture) return { ...nothing, facts: [...length, 'sound only'] };
  const codec = picture.codec === null ? [] : [codecNames[picture.codec] ?? picture.codec.toUpperCase()];
  const facts = [
    ...length,
    `${picture.width} × ${picture.height}`,
    ...codec,
    ...(hasSound ? [] : ['no sound']),
  ];
  return {
    ...nothing,
    facts,
    note: frame ? '' : 'This browser cannot show its picture; the service may well.',
  };
}

/** What is known of a file called `name`, in words. */
export function findingOf(name: string, looked: Looked): Finding {
  const extension = extensionOf(name);
  if (looked === 'not looked') return { ...nothing, note: 'It could not be looked into; it is sent unseen.' };
  if (looked === 'broken')
    return { ...nothing, doubt: 'It cannot be read: it may be broken, or its end may be missing.' };
  if (looked.read) return ofContents(looked.read);
  if (unseen.includes(extension))
    return { ...nothing, note: `Browsers cannot look into .${extension} files; it is sent unseen.` };
  return { ...nothing, doubt: `It does not look like a .${extension} file inside.` };
}
