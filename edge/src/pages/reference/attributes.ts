import type { JsonSchema } from '../../openapi/types.ts';

/** One attribute of a shape: where it is (`poster.url`, `parts[].etag`), what it may be, and the shape it refers to. */
export type Attribute = { path: string; type: string; shape: string | null; optional: boolean };

const asSchemas = (value: unknown) => (Array.isArray(value) ? (value as JsonSchema[]) : []);
const itemsOf = (schema: JsonSchema) => (schema['items'] ?? {}) as JsonSchema;
const propertiesOf = ({ properties }: JsonSchema) =>
  Object.entries((properties ?? {}) as Record<string, JsonSchema>);

const isNull = ({ type }: JsonSchema) => type === 'null';
const shapeNameOf = ({ $ref }: JsonSchema) =>
  typeof $ref === 'string' ? ($ref.split('/').at(-1) ?? null) : null;

/** A schema without the null that zod adds as an alternative, and the single one that is left. */
function withoutNull(schema: JsonSchema): JsonSchema {
  const others = asSchemas(schema['anyOf']).filter((one) => !isNull(one));
  return others.length === 1 ? (others[0] ?? schema) : schema;
}

const limits: Record<string, (value: unknown) => string> = {
  minimum: (value) => `at least ${value}`,
  maximum: (value) => `at most ${value}`,
  maxLength: (value) => `up to ${value} characters`,
  maxItems: (value) => `up to ${value}`,
  default: (value) => `else ${JSON.stringify(value)}`,
};

function limitsOf(schema: JsonSchema): string {
  const known = Object.entries(limits).filter(([name]) => schema[name] !== undefined);
  return known.map(([name, say]) => `, ${say(schema[name])}`).join('');
}

function nameOf(schema: JsonSchema): string {
  const { type, format, enum: values, const: only, anyOf, $ref } = schema;
  if ($ref) return shapeNameOf(schema) ?? '';
  if (only !== undefined) return JSON.stringify(only);
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' or ');
  if (anyOf) return asSchemas(anyOf).map(typeOf).join(' or ');
  if (type === 'array') return `list of ${nameOf(itemsOf(schema))}`;
  if (format === 'date-time') return 'time';
  if (format === 'uri') return 'URL';
  if (Array.isArray(type)) return type.join(' or ');
  return typeof type === 'string' ? type : 'anything';
}

/** `string, up to 200 characters`, `"viewer" or "admin"`, `list of integer`: what a schema takes, in words. */
export const typeOf = (schema: JsonSchema): string => nameOf(schema) + limitsOf(schema);

function nested(schema: JsonSchema, path: string): Attribute[] {
  const inner = withoutNull(schema);
  if (inner['type'] === 'array') return nested(itemsOf(inner), `${path}[]`);
  return attributesOf(inner, `${path}.`);
}

/** The attributes of an object's schema, those of objects inside it too; other shapes are only named. */
export function attributesOf(schema: JsonSchema, prefix = ''): Attribute[] {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return propertiesOf(schema).flatMap(([name, property]) => {
    const path = prefix + name;
    const inner = withoutNull(property);
    const shape = shapeNameOf(inner) ?? shapeNameOf(itemsOf(inner));
    return [
      { path, type: typeOf(property), shape, optional: !required.includes(name) },
      ...nested(property, path),
    ];
  });
}
