import * as z from 'zod';
import { meSchema } from '../../../../shared/people.ts';
import type { OperationTable } from '../operation.ts';

const healthSchema = z.object({ status: z.literal('ok'), version: z.string() });
const documentSchema = z.looseObject({ openapi: z.string() });

/** The document, health and who is asking. */
export const general: OperationTable = {
  'GET /api/health': {
    summary: 'Whether the Worker answers',
    scope: null,
    answers: { 200: healthSchema },
    errors: [],
  },
  'GET /api/openapi.json': {
    summary: 'This document',
    scope: null,
    answers: { 200: documentSchema },
    errors: [],
  },
  'GET /api/me': {
    summary: 'Who is asking',
    scope: 'videos/read',
    answers: { 200: meSchema },
    errors: [],
  },
};
