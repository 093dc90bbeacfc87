import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { badRequest } from './refusal.ts';

type Node = Record<string, unknown>;

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/**
 * The schema names members as the SDK does (`OutputGroups`); on the wire each begins with a small letter. Keys of maps
 * (user metadata, selectors) are data and stay.
 */
function onTheWire(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema;
  if (!isNode(schema)) return schema;
  const { properties, required } = schema;
  return {
    ...schema,
    ...(isNode(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, value]) => [lowerFirst(name), value]),
      ),
    }),
    ...(Array.isArray(required) && { required: required.map(String).map(lowerFirst) }),
  };
}

function compile() {
  const file = join(import.meta.dirname, '../../reference/createjob.schema.json');
  const schema = JSON.parse(readFileSync(file, 'utf8')) as Node & { $defs: Node };
  const $defs = Object.fromEntries(Object.entries(schema.$defs).map(([name, def]) => [name, onTheWire(def)]));
  return new Ajv2020({ strict: false, unicodeRegExp: false, validateFormats: false }).compile({
    ...schema,
    $defs,
  });
}

let compiled: ReturnType<typeof compile> | undefined;

function sentence({ instancePath, keyword, message, params }: ErrorObject): string {
  const detail: Record<string, unknown> = {
    additionalProperties: ` '${params['additionalProperty']}'`,
    enum: `: ${(params['allowedValues'] as unknown[] | undefined)?.join(', ')}`,
  };
  return `${instancePath || '/'}: ${message ?? keyword}${detail[keyword] ?? ''}`;
}

/** A CreateJob body that the service's model allows; `settings` is looked at further on. */
export type CreateJobBody = {
  role: string;
  settings: Record<string, unknown>;
  queue?: string;
  priority?: number;
  clientRequestToken?: string;
  userMetadata?: Record<string, string>;
  statusUpdateInterval?: string;
  billingTagsSource?: string;
  accelerationSettings?: { mode: string };
  [key: string]: unknown;
};

/**
 * Checks a CreateJob body against the service's model: unknown keys, values, ranges, what is missing.
 * @throws Refusal (400) that names the path
 */
export function parseCreateJob(body: unknown): CreateJobBody {
  compiled ??= compile();
  if (compiled(body)) return body as CreateJobBody;
  const [error] = compiled.errors ?? [];
  throw badRequest(error ? sentence(error) : '/: is not valid');
}
