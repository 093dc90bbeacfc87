import { expect, test } from 'vitest';
import { settings } from '../../test/fixtures.ts';
import { createApp } from '../app.ts';
import { openapiDocument } from './document.ts';
import { operations } from './operations.ts';

/** The app's own routes of API and sign-in; middleware is registered for all methods. */
const routed = createApp()
  .routes.filter(({ method, path }) => method !== 'ALL' && /^\/(api|auth)\//.test(path))
  .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}').replace(/(?<=.)\/$/, '')}`);

test('every route is described, and everything described is a route', () => {
  const described = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect([...new Set(described)].sort()).toEqual([...new Set(routed)].sort());
});

test('is OpenAPI 3.1 with parameters, errors and the ways to sign in', () => {
  const document = openapiDocument(settings);
  expect(document).toMatchObject({
    openapi: '3.1.0',
    paths: {
      '/api/videos': {
        get: {
          security: [{ oauth2: ['videos/read'] }, { session: [] }],
          parameters: expect.arrayContaining([
            expect.objectContaining({ name: 'limit', in: 'query', required: false }),
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
  const text = JSON.stringify(openapiDocument(settings));
  const { paths } = JSON.parse(text);
  const body = paths['/api/uploads'].post.requestBody.content['application/json'].schema;
  expect(body).toMatchObject({
    additionalProperties: false,
    required: ['fileName', 'sizeBytes', 'contentType'],
  });
});
