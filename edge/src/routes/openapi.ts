import { Hono } from 'hono';
import type { AppEnv } from '../context.ts';
import { openapiDocument } from '../openapi/document.ts';

/** The document is the same for everyone; made at each request, because it is asked for rarely. */
export const openapi = new Hono<AppEnv>().get('/', (c) => c.json(openapiDocument(c.var.services.settings)));
