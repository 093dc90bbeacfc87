import * as z from 'zod';
import { shapes } from './shapes.ts';
import type { JsonSchema } from './types.ts';

const prefix = '#/components/schemas/';

type Overridden = { jsonSchema: JsonSchema };

/** Takes away what zod writes for machines only: the bounds of a safe integer, and the pattern behind a format. */
function plain({ jsonSchema }: Overridden): void {
  if (jsonSchema['minimum'] === Number.MIN_SAFE_INTEGER) delete jsonSchema['minimum'];
  if (jsonSchema['maximum'] === Number.MAX_SAFE_INTEGER) delete jsonSchema['maximum'];
  if (jsonSchema['format']) delete jsonSchema['pattern'];
}

const options = { unrepresentable: 'any', override: plain } as const;

/**
 * The named shapes as JSON Schema, draft 2020-12, which OpenAPI 3.1 takes as it is; they refer to one another. What is
 * said of a shape is what goes in: answers may grow by attributes.
 */
export function namedSchemas(used: ReadonlySet<z.ZodType>): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const { name, schema } of shapes) if (used.has(schema)) registry.add(schema, { id: name });
  const { schemas } = z.toJSONSchema(registry, { ...options, io: 'input', uri: (id) => prefix + id });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $id: _id, $schema: _schema, ...schema }]) => [name, schema]),
  );
}

export const refTo = (name: string) => ({ $ref: prefix + name });

/** A query's parameters by name, as they are once their text is read. */
export function propertiesOf(query: z.ZodObject): Record<string, JsonSchema> {
  const { properties = {} } = z.toJSONSchema(query, { ...options, io: 'output' });
  return properties as Record<string, JsonSchema>;
}
