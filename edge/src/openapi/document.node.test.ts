import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { settings } from '../../test/fixtures.ts';
import { openapiDocument } from './document.ts';
import type { Content } from './types.ts';

/** As it goes over the wire. */
const document: ReturnType<typeof openapiDocument> = JSON.parse(JSON.stringify(openapiDocument(settings)));

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const),
);

// Formats are zod's to check; a test beside this one does.
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false })
  .addVocabulary(['components'])
  .addSchema({ $id: 'document', components: document.components });

const problemsOf = (schema: object, value: unknown) => {
  const { $ref } = schema as { $ref?: string };
  const validate = ajv.compile($ref ? { $ref: `document${$ref}` } : schema);
  return validate(value) ? [] : validate.errors;
};

test('the document fits the schema of OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
});

test('a document that is none would be found out', async () => {
  const { openapi: _, ...rest } = document;
  expect((await new Validator().validate({ ...rest, openapi: '3.1.0', paths: [] })).valid).toBe(false);
});

test.each(operations)('%s: every parameter, body and answer has an example that fits', (_, operation) => {
  const { parameters = [], requestBody, responses } = operation;
  for (const { name, schema, example } of parameters) expect(problemsOf(schema, example), name).toEqual([]);
  const contents = [requestBody, ...Object.values(responses)].map((one) => one?.content ?? {});
  for (const content of contents.flatMap(Object.values<Content[string]>)) {
    const examples = Object.values(content.examples ?? {}).map(({ $ref }) => {
      const found = document.components.examples[$ref.split('/').at(-1) ?? ''];
      return found?.value;
    });
    const all = content.example === undefined ? examples : [content.example];
    expect(all.length).toBeGreaterThan(0);
    for (const example of all) expect(problemsOf(content.schema, example)).toEqual([]);
  }
});

test('an error that an operation may answer says its own code', () => {
  for (const [code, { value }] of Object.entries(document.components.examples))
    expect(value).toMatchObject({ error: { code } });
});
