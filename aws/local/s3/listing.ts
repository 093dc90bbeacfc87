import { escapeMarkup } from '../http/markup.ts';
import { S3Error } from './errors.ts';

/** As S3 encodes names under `encoding-type=url`: a form's encoding, slashes left alone. */
const urlEncoded = (text: string) =>
  encodeURIComponent(text)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+')
    .replace(/[!'()]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** How names are written in the answer to this query. */
export function nameIn(query: URLSearchParams): (text: string) => string {
  const encoding = query.get('encoding-type');
  if (encoding !== null && encoding !== 'url')
    throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request');
  return encoding === 'url' ? urlEncoded : escapeMarkup;
}

/** A whole number of a query that is not negative, or `fallback`. Throws InvalidArgument. */
export function numberIn(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name);
  if (text === null || text === '') return fallback;
  if (!/^\d{1,10}$/.test(text) || Number(text) > 2 ** 31 - 1)
    throw new S3Error('InvalidArgument', `Argument ${name} must be an integer between 0 and 2147483647`);
  return Number(text);
}

export const timeElement = (tag: string, ms: number) => `<${tag}>${new Date(ms).toISOString()}</${tag}>`;
export const etagElement = (etag: string) => `<ETag>&quot;${etag}&quot;</ETag>`;
