import type { Method } from './operation.ts';

/** As much of OpenAPI 3.1 (spec.openapis.org/oas/v3.1.1.html) as the document uses. */
export type JsonSchema = Record<string, unknown>;

type Ref = { $ref: string };

export type Parameter = {
  name: string;
  in: 'query' | 'path' | 'header';
  required: boolean;
  description?: string;
  schema: JsonSchema;
  example: unknown;
};

/** By media type: what it looks like, and what it may look like for instance. */
export type Content = Record<
  string,
  { schema: Ref | JsonSchema; example?: unknown; examples?: Record<string, Ref> }
>;

export type Header = { description: string; schema: JsonSchema; example: string };

export type Answer = { description: string; headers?: Record<string, Header>; content?: Content };

export type DescribedOperation = {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, Answer>;
};

export type OpenapiDocument = {
  openapi: '3.1.0';
  info: {
    title: string;
    version: string;
    description: string;
    license: { name: string; identifier: string };
  };
  servers: { url: string; description: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Partial<Record<Method, DescribedOperation>>>;
  components: {
    schemas: Record<string, JsonSchema>;
    examples: Record<string, { summary: string; value: unknown }>;
    securitySchemes: Record<string, Record<string, unknown>>;
  };
};
