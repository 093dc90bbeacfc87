import { qualityName } from '../../../shared/format.ts';
import type { Person } from '../../../shared/people.ts';
import type { Resolution, VideoStatus } from '../../../shared/video.ts';

/** What a status is called on a page. */
export const statusWord: Record<VideoStatus, string> = {
  uploading: 'Uploading',
  queued: 'Waiting',
  transcoding: 'Transcoding',
  ready: 'Ready',
  failed: 'Failed',
};

export const personWord: Record<Person['status'], string> = {
  invited: 'Invited',
  expired: 'Invitation expired',
  active: 'Active',
  disabled: 'Disabled',
};

/** Whether something is still being made, so that its per cent moves. */
export const inProgress = (status: VideoStatus) => status !== 'ready' && status !== 'failed';

/** `1080p 720p`, best first, each name once. */
export function qualityList(resolutions: readonly Resolution[]): string {
  const sides = resolutions.map(({ width, height }) => Math.min(width, height)).sort((a, b) => b - a);
  return [...new Set(sides)].map((side) => qualityName({ width: side, height: side })).join(' ');
}

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const minute = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

/** `24 Nov 2026` of an RFC 3339 time, in UTC. */
export const dayOf = (time: string) => day.format(new Date(time));

/** `24 Nov 2026, 14:05 UTC` of an RFC 3339 time. */
export const minuteOf = (time: string) => `${minute.format(new Date(time))} UTC`;

const monthAndYear = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `November 2026` of `2026-11`. */
export const monthName = (month: string) => monthAndYear.format(new Date(`${month}-01`));

/** The page's own path with some of its query replaced; null or '' takes a parameter away. */
export function linkTo(path: string, query: Record<string, string | null | undefined>): string {
  const kept = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const search = new URLSearchParams(kept).toString();
  return search ? `${path}?${search}` : path;
}

const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** `$1.25`; what costs less than a cent is said so. */
export const usd = (amount: number): string =>
  amount > 0 && amount < 0.01 ? 'less than $0.01' : dollars.format(amount);
