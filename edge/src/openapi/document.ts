import type * as z from 'zod';
import { type ErrorCode, errorBodySchema } from '../../../shared/errors.ts';
import type { Settings } from '../env.ts';
import { errorExamples, errorsByStatus } from './errors.ts';
import type { Operation } from './operation.ts';
import { nouns, operations } from './operations.ts';
import { headerOf, parametersOf } from './parameters.ts';
import { namedSchemas, refTo } from './schemas.ts';
import { securityOf, securitySchemes } from './security.ts';
import { shapeOf, shapes } from './shapes.ts';
import type { Answer, Content, DescribedOperation, OpenapiDocument } from './types.ts';

const json = 'application/json';

function contentOf(schema: z.ZodType, type = json): Content {
  const { name, example } = shapeOf(schema);
  return { [type]: { schema: refTo(name), example } };
}

const page: Content = { 'text/html': { schema: { type: 'string' }, example: '<!doctype html>...' } };

function requestBodyOf({
  body,
  bodyOptional,
  form,
  picture,
}: Operation): Pick<DescribedOperation, 'requestBody'> {
  if (body) return { requestBody: { required: !bodyOptional, content: contentOf(body) } };
  if (picture)
    return {
      requestBody: {
        required: true,
        content: { [picture]: { schema: { type: 'string' }, example: 'the bytes of the picture' } },
      },
    };
  if (form)
    return { requestBody: { required: true, content: contentOf(form, 'application/x-www-form-urlencoded') } };
  return {};
}

const errorHeaders: Record<string, string> = { 401: 'WWW-Authenticate', 503: 'Retry-After' };

function headersOf(names: readonly string[]): Pick<Answer, 'headers'> {
  if (names.length === 0) return {};
  return { headers: Object.fromEntries(names.map((name) => [name, headerOf(name)])) };
}

function errorAnswer(status: number, codes: ErrorCode[]): Answer {
  const header = errorHeaders[status];
  const examples = codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]);
  return {
    description: codes.join(', '),
    ...headersOf(header ? [header] : []),
    content: {
      [json]: {
        schema: refTo(shapeOf(errorBodySchema).name),
        examples: Object.fromEntries(examples),
      },
    },
  };
}

const errorAnswers = (operation: Operation) =>
  [...errorsByStatus(operation)].map(([status, codes]) => [status, errorAnswer(status, codes)]);

const descriptions: Record<string, string> = {
  200: 'Done',
  201: 'Made',
  202: 'Begun',
  204: 'Done, nothing to say',
  302: 'On to the next page',
  303: 'On to the sign-in pages, to end their session',
  304: 'As you know it',
};

const goodAnswers = ({ answers, headers }: Operation) =>
  Object.entries(answers).map(([status, schema]) => [
    status,
    {
      description: descriptions[status],
      ...headersOf(headers?.out ?? []),
      ...(schema ? { content: schema === 'page' ? page : contentOf(schema) } : {}),
    },
  ]);

const adminsOnly = 'For people who are admins; never for bots.';

function describe(operation: Operation): DescribedOperation {
  const { id, tag, summary, description, admin } = operation;
  const parameters = parametersOf(operation);
  const more = [description, admin && adminsOnly].filter(Boolean).join(' ');
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(more ? { description: more } : {}),
    security: securityOf(operation),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...requestBodyOf(operation),
    responses: Object.fromEntries([...goodAnswers(operation), ...errorAnswers(operation)]),
  };
}

function paths(): OpenapiDocument['paths'] {
  const byPath = Map.groupBy(operations, ({ path }) => path);
  const methods = (all: Operation[]) => Object.fromEntries(all.map((one) => [one.method, describe(one)]));
  return Object.fromEntries([...byPath].map(([path, all]) => [path, methods(all)]));
}

/** Every shape but those that are only read from a query. */
function bodies(): Set<z.ZodType> {
  const queries = new Set<z.ZodType>(operations.flatMap(({ query }) => query ?? []));
  const sent = new Set(operations.flatMap(({ body }) => body ?? []));
  return new Set(shapes.flatMap(({ schema }) => (queries.has(schema) && !sent.has(schema) ? [] : schema)));
}

const about = `A private video service. Times are RFC 3339 in UTC; names end in their unit (\`durationMs\`, \`sizeBytes\`); ids are ULIDs; unknown keys in a request are refused. Every answer carries \`X-Request-Id\`, every error its \`code\`, a message for people and the same id. Who asks is looked at first, then what they may do, then what they sent.`;

/** The OpenAPI 3.1 description of every operation, from the schemas that validate them. */
export function openapiDocument(settings: Settings): OpenapiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Shark Video-on-Demand',
      version: settings.VERSION,
      description: about,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: settings.APP_ORIGIN, description: 'This service' }],
    tags: nouns.map(({ tag, about }) => ({ name: tag, description: about })),
    paths: paths(),
    components: {
      schemas: namedSchemas(bodies()),
      examples: errorExamples,
      securitySchemes: securitySchemes(settings),
    },
  };
}
