import { expect, test } from 'vitest';
import { settings } from '../../test/fixtures.ts';
import { createApp } from '../app.ts';
import { pages } from '../routes/pages.tsx';
import { openapiDocument } from './document.ts';
import { operations } from './operations.ts';
import { shapes } from './shapes.ts';

const isRoute = ({ method }: { method: string }) => method !== 'ALL';
const nameOf = ({ method, path }: { method: string; path: string }) =>
  `${method} ${path.replace(/:(\w+)/g, '{$1}').replace(/(?<=.)\/$/, '')}`;

/** The app's own routes; middleware is registered for all methods, and pages are for people. */
const documents = new Set(pages.routes.filter(isRoute).map(nameOf));
const routed = createApp()
  .routes.filter(isRoute)
  .map(nameOf)
  .filter((name) => !documents.has(name));

test('every route is described, and everything described is a route', () => {
  const described = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect([...new Set(described)].sort()).toEqual([...new Set(routed)].sort());
});

test('every operation and every shape has a name of its own', () => {
  for (const names of [operations.map(({ id }) => id), shapes.map(({ name }) => name)])
    expect(names).toEqual([...new Set(names)]);
});

const answers = new Set(operations.flatMap(({ answers }) => Object.values(answers)));

test.each(shapes.map((shape) => [shape.name, shape] as const))(
  'the example of %s is one, and holds nothing else',
  (_, { schema, example }) => {
    const read = schema.safeParse(example);
    expect(read.error).toBeUndefined();
    if (answers.has(schema)) expect(read.data).toEqual(example);
  },
);

test('is OpenAPI 3.1 with parameters, errors and the ways to sign in', () => {
  const document = openapiDocument(settings);
  expect(document).toMatchObject({
    openapi: '3.1.0',
    paths: {
      '/api/videos': {
        get: {
          operationId: 'listVideos',
          security: [{ oauth2: ['videos/read'] }, { session: [] }],
          parameters: expect.arrayContaining([
            expect.objectContaining({ name: 'limit', in: 'query', required: false, example: 24 }),
            expect.objectContaining({ name: 'If-None-Match', in: 'header' }),
          ]),
          responses: { 200: expect.anything(), 400: expect.anything(), 401: expect.anything() },
        },
      },
      '/api/videos/{id}': {
        patch: { parameters: expect.arrayContaining([expect.objectContaining({ in: 'path' })]) },
      },
    },
    components: { securitySchemes: { oauth2: { type: 'oauth2' }, session: { type: 'apiKey' } } },
  });
});

test('says of bodies what the validators take: unknown keys are refused', () => {
  expect(openapiDocument(settings).components.schemas['NewUpload']).toMatchObject({
    additionalProperties: false,
    required: ['fileName', 'sizeBytes', 'contentType'],
  });
});
