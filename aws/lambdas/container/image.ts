import type { Size } from '../../../shared/probe.ts';
import { viewOf } from './bytes.ts';

export type Image = Size & { type: 'image/jpeg' | 'image/png' };

const pngSignature = 0x89504e47;

/** Markers that begin a frame (ITU-T T.81, table B.1): all of C0 to CF but three. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Segments of a JPEG in a row: a marker, a length, and in a frame's height and width after one byte. */
function jpegSize(bytes: Uint8Array): Size | null {
  const view = viewOf(bytes);
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; at += 2 + view.getUint16(at + 2))
    if (isFrame(bytes[at + 1] ?? 0)) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
  return null;
}

/** Kind and size of a JPEG or PNG; null for anything else. */
export function imageSize(bytes: Uint8Array): Image | null {
  if (bytes.length < 24) return null;
  const view = viewOf(bytes);
  const isPng = view.getUint32(0) === pngSignature;
  const size = isPng
    ? { width: view.getUint32(16), height: view.getUint32(20) }
    : view.getUint16(0) === 0xffd8
      ? jpegSize(bytes)
      : null;
  return size && size.width > 0 && size.height > 0
    ? { ...size, type: isPng ? 'image/png' : 'image/jpeg' }
    : null;
}
