import { fileOf } from '../manifest.ts';

type Variant = { file: string; width: number; height: number; bandwidthBps: number };

const variantTag = '#EXT-X-STREAM-INF:';
const iFramesTag = '#EXT-X-I-FRAME-STREAM-INF:';
const isComment = (line: string) => line.trim() === '' || line.startsWith('#');
const bandwidthIn = (line: string) => Number(/[:,]BANDWIDTH=(\d+)/.exec(line)?.[1]);
const sizeIn = (line: string) => /[:,]RESOLUTION=(\d+x\d+)/.exec(line)?.[1];
const sizesOf = (variants: readonly Variant[]) => variants.map(({ width, height }) => `${width}x${height}`);

/**
 * A multivariant playlist without some of its variants: their tag and their address go, and lists of keyframes in sizes
 * that no other variant has. Every other byte stays as it was.
 */
export function withoutVariants(
  text: string,
  file: string,
  { kept, leftOut }: { kept: readonly Variant[]; leftOut: readonly Variant[] },
): string {
  const lines = text.split(/(?<=\n)/);
  const staying = sizesOf(kept);
  const goneSizes = sizesOf(leftOut).filter((size) => !staying.includes(size));
  const isLeftOut = (tag: string, address: string) =>
    leftOut.some((one) => one.file === fileOf(address.trim(), file) && one.bandwidthBps === bandwidthIn(tag));
  const gone = lines.flatMap((line, index) => {
    if (line.startsWith(iFramesTag)) return goneSizes.includes(sizeIn(line) ?? '') ? [index] : [];
    if (!line.startsWith(variantTag)) return [];
    const at = lines.findIndex((other, place) => place > index && !isComment(other));
    return isLeftOut(line, lines[at] ?? '') ? [index, at] : [];
  });
  return lines.filter((_, index) => !gone.includes(index)).join('');
}
