import { expect, test } from 'vitest';
import { settings } from '../../../test/fixtures.ts';
import { openapiDocument } from '../../openapi/document.ts';
import { operations } from '../../openapi/operations.ts';
import { markup, signedOut } from '../testing.tsx';
import { attributesOf, typeOf } from './attributes.ts';
import { curlOf } from './curl.ts';
import { ReferencePage } from './reference.tsx';

const document = openapiDocument(settings);
const page = markup(
  <ReferencePage frame={signedOut} document={document} login="https://login.example.com" />,
);
const all = (pattern: RegExp, text: string) => [...text.matchAll(pattern)].map(([, found]) => found);

test('has every operation, every shape and every error at an address of its own', async () => {
  const ids = all(/ id="([^"]+)"/g, await page);
  expect(ids).toEqual([...new Set(ids)]);
  expect(ids).toEqual(expect.arrayContaining(operations.map(({ id }) => id)));
  for (const name of Object.keys(document.components.schemas)) expect(ids).toContain(`shape-${name}`);
  for (const code of Object.keys(document.components.examples)) expect(ids).toContain(`error-${code}`);
});

test('links within the page lead somewhere', async () => {
  const text = await page;
  const ids = new Set(all(/ id="([^"]+)"/g, text));
  expect(all(/href="#([^"]+)"/g, text).filter((target) => !ids.has(target))).toEqual([]);
});

test('needs no script and holds no token', async () => {
  expect(await page).not.toContain('<script');
  expect(await page).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);
});

const called = (path: keyof typeof document.paths, method: 'get' | 'patch' | 'post') => {
  const operation = document.paths[path]?.[method];
  if (!operation) throw new Error(`there is no ${method} ${path}`);
  return curlOf({ origin: 'https://a.example', path, method, operation });
};

test('a call takes the token from a variable, an id too', () => {
  expect(called('/api/videos/{id}', 'get')).toBe(
    'curl "https://a.example/api/videos/$ID" \\\n  -H "Authorization: Bearer $SHARK_TOKEN"',
  );
});

test('a call with a body says what it is, and a shell reads it as it is', () => {
  const call = called('/api/videos/{id}', 'patch');
  expect(call).toMatch(/^curl -X PATCH /);
  expect(call).toContain(`-H 'Content-Type: application/json'`);
  expect(call).toContain(`-d '{\n  "title": "Reef at night",`);
});

test('what anyone may call takes no token', () => {
  expect(called('/api/health', 'get')).toBe('curl "https://a.example/api/health"');
});

test.each([
  [{ type: 'string', maxLength: 200 }, 'string, up to 200 characters'],
  [{ type: 'string', enum: ['admin', 'viewer'], default: 'viewer' }, '"admin" or "viewer", else "viewer"'],
  [{ type: ['string', 'null'] }, 'string or null'],
  [{ anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }] }, 'integer, at least 1 or null'],
  [{ type: 'array', items: { $ref: '#/components/schemas/Person' } }, 'list of Person'],
  [{ type: 'string', format: 'date-time' }, 'time'],
  [{ const: 'ok', type: 'string' }, '"ok"'],
  [{}, 'anything'],
])('%j reads: %s', (schema, words) => {
  expect(typeOf(schema)).toBe(words);
});

test('attributes of what is inside are named with their way', () => {
  const size = { type: 'object', properties: { width: { type: 'integer' } }, required: ['width'] };
  const schema = {
    properties: { poster: { anyOf: [size, { type: 'null' }] }, sizes: { type: 'array', items: size } },
    required: ['poster'],
  };
  expect(attributesOf(schema).map(({ path, optional }) => [path, optional])).toEqual([
    ['poster', false],
    ['poster.width', false],
    ['sizes', true],
    ['sizes[].width', false],
  ]);
});
