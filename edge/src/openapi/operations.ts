import * as z from 'zod';
import type { ErrorCode } from '../../../shared/errors.ts';
import {
  invitePersonSchema,
  listPeopleQuerySchema,
  meSchema,
  peopleListSchema,
  personSchema,
  type Scope,
} from '../../../shared/people.ts';
import { keysRequestSchema, keysSchema } from '../../../shared/playback.ts';
import {
  completedUploadSchema,
  completeUploadSchema,
  createUploadSchema,
  signedPartsSchema,
  signPartsSchema,
  uploadSchema,
} from '../../../shared/upload.ts';
import {
  listVideosQuerySchema,
  videoListSchema,
  videoPatchSchema,
  videoSchema,
} from '../../../shared/video.ts';
import { callbackQuerySchema, loginQuerySchema } from '../routes/auth.ts';

/** An operation: the very schemas that validate it, and the errors it may answer besides those of all. */
type Described = {
  summary: string;
  /** The scope it takes; null for anyone. */
  scope: Scope | null;
  /** Only for a person who is an admin. */
  admin?: true;
  query?: z.ZodObject;
  body?: z.ZodType;
  bodyOptional?: true;
  headers?: { in: string[]; out: string[] };
  answers: Partial<Record<200 | 201 | 204 | 302 | 303 | 304, z.ZodType | null>>;
  errors: ErrorCode[];
};

type Method = 'get' | 'post' | 'patch' | 'delete';

export type Operation = Described & { method: Method; path: string };

type Table = Record<`${Uppercase<Method>} /${string}`, Described>;

const conditional = { in: ['If-None-Match'], out: ['ETag'] };
const setsCookies = { in: [], out: ['Set-Cookie'] };

const healthSchema = z.object({ status: z.literal('ok'), version: z.string() });
const documentSchema = z.looseObject({ openapi: z.string() });

const general: Table = {
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

const videos: Table = {
  'GET /api/videos': {
    summary: 'List videos',
    scope: 'videos/read',
    query: listVideosQuerySchema,
    headers: conditional,
    answers: { 200: videoListSchema, 304: null },
    errors: ['invalid_request', 'forbidden'],
  },
  'GET /api/videos/{id}': {
    summary: 'Read a video',
    scope: 'videos/read',
    headers: conditional,
    answers: { 200: videoSchema, 304: null },
    errors: ['invalid_request', 'not_found'],
  },
  'PATCH /api/videos/{id}': {
    summary: 'Edit, publish or unpublish a video',
    scope: 'videos/manage',
    body: videoPatchSchema,
    headers: { in: ['If-Match'], out: ['ETag'] },
    answers: { 200: videoSchema },
    errors: ['invalid_request', 'not_found', 'conflict', 'invalid_state', 'precondition_failed'],
  },
  'DELETE /api/videos/{id}': {
    summary: 'Remove a video and its files',
    scope: 'videos/manage',
    answers: { 204: null },
    errors: ['invalid_request', 'not_found'],
  },
};

const uploads: Table = {
  'POST /api/uploads': {
    summary: 'Open an upload',
    scope: 'videos/manage',
    body: createUploadSchema,
    headers: { in: [], out: ['Location'] },
    answers: { 201: uploadSchema },
    errors: ['invalid_request', 'not_found', 'conflict'],
  },
  'GET /api/uploads/{id}': {
    summary: 'What of an upload has arrived',
    scope: 'videos/manage',
    answers: { 200: uploadSchema },
    errors: ['invalid_request', 'not_found'],
  },
  'POST /api/uploads/{id}/parts': {
    summary: 'Presign the PUT of parts',
    scope: 'videos/manage',
    body: signPartsSchema,
    answers: { 200: signedPartsSchema },
    errors: ['invalid_request', 'not_found', 'conflict'],
  },
  'POST /api/uploads/{id}/complete': {
    summary: 'Join the parts',
    scope: 'videos/manage',
    body: completeUploadSchema,
    answers: { 200: completedUploadSchema },
    errors: ['invalid_request', 'not_found', 'conflict', 'upload_incomplete'],
  },
  'DELETE /api/uploads/{id}': {
    summary: 'Take an upload back',
    scope: 'videos/manage',
    answers: { 204: null },
    errors: ['invalid_request', 'not_found', 'conflict'],
  },
};

const keys: Table = {
  'GET /api/keys': {
    summary: 'Cookies for a video, or for the card images',
    scope: 'videos/read',
    query: keysRequestSchema,
    headers: setsCookies,
    answers: { 200: keysSchema },
    errors: ['invalid_request', 'not_found'],
  },
  'POST /api/keys': {
    summary: 'Cookies for a video, or for the card images',
    scope: 'videos/read',
    body: keysRequestSchema,
    bodyOptional: true,
    headers: setsCookies,
    answers: { 200: keysSchema },
    errors: ['invalid_request', 'not_found'],
  },
};

const people: Table = {
  'GET /api/people': {
    summary: 'List people',
    scope: 'videos/read',
    admin: true,
    query: listPeopleQuerySchema,
    answers: { 200: peopleListSchema },
    errors: ['invalid_request', 'forbidden'],
  },
  'POST /api/people': {
    summary: 'Invite somebody',
    scope: 'videos/manage',
    admin: true,
    body: invitePersonSchema,
    answers: { 201: personSchema },
    errors: ['invalid_request', 'conflict'],
  },
  'POST /api/people/{id}/resend': {
    summary: 'Invite again, or let in again',
    scope: 'videos/manage',
    admin: true,
    answers: { 200: personSchema },
    errors: ['invalid_request', 'not_found', 'conflict'],
  },
  'DELETE /api/people/{id}': {
    summary: 'Shut somebody out',
    scope: 'videos/manage',
    admin: true,
    answers: { 204: null },
    errors: ['invalid_request', 'not_found', 'conflict'],
  },
};

const browser: Table = {
  'GET /auth/login': {
    summary: 'Sign in',
    scope: null,
    query: loginQuerySchema,
    answers: { 302: null },
    errors: ['invalid_request'],
  },
  'GET /auth/callback': {
    summary: 'Back from the sign-in pages',
    scope: null,
    query: callbackQuerySchema,
    answers: { 302: null },
    errors: ['invalid_request', 'unauthenticated'],
  },
  'POST /auth/refresh': {
    summary: 'Renew the session',
    scope: null,
    headers: setsCookies,
    answers: { 204: null },
    errors: ['unauthenticated', 'forbidden'],
  },
  'POST /auth/logout': {
    summary: 'Sign out',
    scope: null,
    headers: setsCookies,
    answers: { 303: null },
    errors: ['forbidden'],
  },
};

const table: Table = { ...general, ...videos, ...uploads, ...keys, ...people, ...browser };

/** Every operation of the API and of sign-in; a test holds it to the app's routes, both ways. */
export const operations: Operation[] = Object.entries(table).map(([name, described]) => {
  const [method = '', path = ''] = name.split(' ');
  return { ...described, method: method.toLowerCase() as Method, path };
});
