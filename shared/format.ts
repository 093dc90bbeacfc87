/** `1:02:03` or `2:03` of milliseconds, rounded to whole seconds; what lasts at all lasts one. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(Math.round(durationMs / 1000), durationMs > 0 ? 1 : 0);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? `${part}` : `${part}`.padStart(2, '0'))).join(':');
}

const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** Bytes in the decimal units that file managers show: `1.4 GB`, `512 bytes`. */
export function formatBytes(bytes: number): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const value = bytes / 1000 ** power;
  return `${power > 0 && value < 99.95 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}

/** A quality's name by its short side, so that portrait 1080x1920 is `1080p` too. */
export const qualityName = ({ width, height }: { width: number; height: number }) =>
  `${Math.min(width, height)}p`;
