/** A line of captions in a browser, as a share of the picture's height, and the least it is in CSS pixels. */
const lineShare = 0.0533 * 1.2;
const leastLinePx = 10;

type Picture = { coveredPx: number; heightPx: number };

/**
 * The line on which a text of so many lines begins to stand clear of what is covered at the picture's bottom: counted
 * from below, -1 is the last; 'auto' where nothing is covered.
 */
export function captionLine(lines: number, { coveredPx, heightPx }: Picture): number | 'auto' {
  if (coveredPx <= 0) return 'auto';
  const linePx = Math.max(leastLinePx, heightPx * lineShare);
  return -lines - Math.ceil(coveredPx / linePx);
}
