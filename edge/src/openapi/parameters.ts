import type * as z from 'zod';
import type { Operation } from './operation.ts';
import { propertiesOf } from './schemas.ts';
import { personId, uploadId, videoId } from './shapes/ids.ts';
import { shapeOf } from './shapes.ts';
import type { Header, Parameter } from './types.ts';

const text = { type: 'string' };
const etag = '"3.7"';

/** Every header that an operation reads or sends, besides those that all have. */
const headers: Record<string, Header> = {
  'If-None-Match': { description: 'The ETag you hold; 304 if it still fits.', schema: text, example: etag },
  'If-Match': { description: 'The ETag your change is based on; else 412.', schema: text, example: etag },
  Origin: { description: 'This service’s own.', schema: text, example: 'https://app.video.example.com' },
  ETag: { description: 'Which state this is.', schema: text, example: etag },
  Location: {
    description: 'Where it is, or where to go.',
    schema: text,
    example: `/api/uploads/${uploadId}`,
  },
  'Set-Cookie': {
    description: 'Several.',
    schema: text,
    example: 'name=...; Secure; HttpOnly; SameSite=Lax',
  },
  'WWW-Authenticate': { description: 'RFC 6750, section 3.', schema: text, example: 'Bearer' },
  'Retry-After': { description: 'Seconds.', schema: { type: 'integer' }, example: '2' },
};

/** What is known of a header. @throws TypeError for one without a description */
export function headerOf(name: string): Header {
  const known = headers[name];
  if (!known) throw new TypeError(`the header ${name} has no description in openapi/parameters.ts`);
  return known;
}

const ids: Record<string, { what: string; example: string }> = {
  videos: { what: 'The video’s id (a ULID).', example: videoId },
  uploads: { what: 'The upload’s id (a ULID).', example: uploadId },
  people: { what: 'The person’s id.', example: personId },
};

function inPath(path: string): Parameter[] {
  const { what, example } = ids[path.split('/')[2] ?? ''] ?? { what: 'The id.', example: videoId };
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    ...{ name, in: 'path', required: true, description: what, schema: text, example },
  }));
}

/** Nothing is required that has a default. */
function inQuery(query: z.ZodObject): Parameter[] {
  const examples = shapeOf(query).example as Record<string, unknown>;
  return Object.entries(propertiesOf(query)).map(([name, schema]) => ({
    ...{ name, in: 'query', schema, example: examples[name] },
    required: !query.shape[name]?.safeParse(undefined).success,
  }));
}

function inHeader(name: string): Parameter {
  return { name, in: 'header', required: name === 'Origin', ...headerOf(name) };
}

/** Everything an operation reads besides its body. */
export const parametersOf = ({ path, query, headers }: Operation): Parameter[] => [
  ...inPath(path),
  ...(query ? inQuery(query) : []),
  ...(headers?.in ?? []).map(inHeader),
];
