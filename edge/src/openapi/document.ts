import * as z from 'zod';
import { type ErrorCode, errorBodySchema, statusOf } from '../../../shared/errors.ts';
import type { Settings } from '../env.ts';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';

type Json = Record<string, unknown>;

/** JSON Schema of what goes in (before defaults) or comes out; OpenAPI 3.1 takes draft 2020-12 as it is. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
}

const content = (schema: unknown) => ({ 'application/json': { schema } });

function requestBodyOf({ body, bodyOptional, form }: Operation): Json {
  if (body) return { requestBody: { required: !bodyOptional, content: content(schemaOf(body, 'input')) } };
  const type = 'application/x-www-form-urlencoded';
  return form
    ? { requestBody: { required: true, content: { [type]: { schema: schemaOf(form, 'input') } } } }
    : {};
}

/** A query as parameters: types as they are after reading the text, and nothing required that has a default. */
function queryParameters(query: z.ZodObject): Json[] {
  const { properties = {} } = schemaOf(query, 'output');
  const required = (name: string) => !query.shape[name]?.safeParse(undefined).success;
  return Object.entries(properties as Json).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required(name),
    schema,
  }));
}

const headerParameters = (names: string[]): Json[] =>
  names.map((name) => ({ name, in: 'header', required: false, schema: { type: 'string' } }));

const pathParameters = (path: string): Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

/** Errors that any operation of a kind may answer. */
function errorsOf({ scope, body, form, method, errors }: Operation): ErrorCode[] {
  return [
    ...errors,
    ...(scope ? (['unauthenticated', 'token_expired', 'insufficient_scope'] as const) : []),
    ...(scope && (scope === 'videos/manage' || method !== 'get') ? (['forbidden'] as const) : []),
    ...(body ? (['too_large', 'unsupported_media_type'] as const) : []),
    ...(form ? (['too_large'] as const) : []),
    ...(['internal', 'upstream_error', 'unavailable'] as const),
  ];
}

/** One answer a status, naming the codes it may carry. */
function errorAnswers(operation: Operation): Json {
  const byStatus = Map.groupBy(new Set(errorsOf(operation)), (code) => String(statusOf[code]));
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      { description: codes.join(', '), content: content({ $ref: '#/components/schemas/Error' }) },
    ]),
  );
}

const descriptions: Record<string, string> = {
  200: 'Done',
  201: 'Made',
  202: 'Begun',
  204: 'Done, nothing to say',
  302: 'On to the next page',
  303: 'On to the sign-in pages, to end their session',
  304: 'As you know it',
};

function goodAnswers({ answers, headers }: Operation): Json {
  const sent = headers?.out.map((name) => [name, { schema: { type: 'string' } }]) ?? [];
  return Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => [
      status,
      {
        description: descriptions[status],
        ...(sent.length > 0 ? { headers: Object.fromEntries(sent) } : {}),
        ...(schema ? { content: content(schemaOf(schema, 'output')) } : {}),
      },
    ]),
  );
}

/** People sign in with the code flow or carry the session cookie; bots use client credentials. */
const securityOf = ({ scope }: Operation): Json[] => (scope ? [{ oauth2: [scope] }, { session: [] }] : []);

function describe(operation: Operation): Json {
  const { path, summary, query, headers, admin } = operation;
  const parameters = [
    ...pathParameters(path),
    ...(query ? queryParameters(query) : []),
    ...headerParameters(headers?.in ?? []),
  ];
  return {
    summary,
    ...(admin ? { description: 'For people who are admins; never for bots.' } : {}),
    security: securityOf(operation),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...requestBodyOf(operation),
    responses: { ...goodAnswers(operation), ...errorAnswers(operation) },
  };
}

function securitySchemes({ APP_ORIGIN, LOGIN_ORIGIN }: Settings): Json {
  const scopes = { 'videos/read': 'See and watch', 'videos/manage': 'Upload, edit, publish, invite' };
  const tokenUrl = `${LOGIN_ORIGIN}/oauth2/token`;
  const authorizationCode = { authorizationUrl: `${LOGIN_ORIGIN}/oauth2/authorize`, tokenUrl, scopes };
  const name = APP_ORIGIN.startsWith('https:') ? '__Host-session' : 'session';
  return {
    oauth2: { type: 'oauth2', flows: { authorizationCode, clientCredentials: { tokenUrl, scopes } } },
    session: { type: 'apiKey', in: 'cookie', name },
  };
}

/** The OpenAPI 3.1 description of every operation, from the schemas that validate them. */
export function openapiDocument(settings: Settings): Json {
  const paths = Map.groupBy(operations, ({ path }) => path);
  return {
    openapi: '3.1.0',
    info: { title: 'Shark Video-on-Demand', version: settings.VERSION },
    servers: [{ url: settings.APP_ORIGIN }],
    paths: Object.fromEntries(
      [...paths].map(([path, all]) => [
        path,
        Object.fromEntries(all.map((one) => [one.method, describe(one)])),
      ]),
    ),
    components: {
      schemas: { Error: schemaOf(errorBodySchema, 'output') },
      securitySchemes: securitySchemes(settings),
    },
  };
}
