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

/** One operation of the API: the very schemas that validate it, and the errors it may answer besides those of all. */
export type Operation = {
  method: 'get' | 'post' | 'patch' | 'delete';
  path: string;
  summary: string;
  /** The scope it takes; null for anyone. `admin` means a person who is one. */
  scope: Scope | null;
  admin?: true;
  query?: z.ZodObject;
  body?: z.ZodType;
  bodyOptional?: true;
  headers?: { in: string[]; out: string[] };
  answers: Partial<Record<200 | 201 | 204 | 302 | 303 | 304, z.ZodType | null>>;
  errors: ErrorCode[];
};

const conditional = { in: ['If-None-Match'], out: ['ETag'] };
const manage = { scope: 'videos/manage' } as const;
const read = { scope: 'videos/read' } as const;
const anyone = { scope: null } as const;

export const healthSchema = z.object({ status: z.literal('ok'), version: z.string() });
const documentSchema = z.looseObject({ openapi: z.string() });

const general: Operation[] = [
  {
    ...{ method: 'get', path: '/api/health', summary: 'Whether the Worker answers', ...anyone },
    ...{ answers: { 200: healthSchema }, errors: [] },
  },
  {
    ...{ method: 'get', path: '/api/openapi.json', summary: 'This document', ...anyone },
    ...{ answers: { 200: documentSchema }, errors: [] },
  },
  {
    ...{ method: 'get', path: '/api/me', summary: 'Who is asking', ...read },
    ...{ answers: { 200: meSchema }, errors: [] },
  },
];

const videos: Operation[] = [
  {
    ...{ method: 'get', path: '/api/videos', summary: 'List videos', ...read, query: listVideosQuerySchema },
    ...{ headers: conditional, answers: { 200: videoListSchema, 304: null } },
    errors: ['invalid_request', 'forbidden'],
  },
  {
    ...{ method: 'get', path: '/api/videos/{id}', summary: 'Read a video', ...read, headers: conditional },
    ...{ answers: { 200: videoSchema, 304: null }, errors: ['invalid_request', 'not_found'] },
  },
  {
    ...{
      method: 'patch',
      path: '/api/videos/{id}',
      summary: 'Edit, publish or unpublish a video',
      ...manage,
    },
    ...{
      headers: { in: ['If-Match'], out: ['ETag'] },
      body: videoPatchSchema,
      answers: { 200: videoSchema },
    },
    errors: ['invalid_request', 'not_found', 'conflict', 'invalid_state', 'precondition_failed'],
  },
  {
    ...{ method: 'delete', path: '/api/videos/{id}', summary: 'Remove a video and its files', ...manage },
    ...{ answers: { 204: null }, errors: ['invalid_request', 'not_found'] },
  },
];

const uploads: Operation[] = [
  {
    ...{
      method: 'post',
      path: '/api/uploads',
      summary: 'Open an upload',
      ...manage,
      body: createUploadSchema,
    },
    ...{ headers: { in: [], out: ['Location'] }, answers: { 201: uploadSchema } },
    errors: ['invalid_request', 'not_found', 'conflict'],
  },
  {
    ...{ method: 'get', path: '/api/uploads/{id}', summary: 'What of an upload has arrived', ...manage },
    ...{ answers: { 200: uploadSchema }, errors: ['invalid_request', 'not_found'] },
  },
  {
    ...{ method: 'post', path: '/api/uploads/{id}/parts', summary: 'Presign the PUT of parts', ...manage },
    ...{ body: signPartsSchema, answers: { 200: signedPartsSchema } },
    errors: ['invalid_request', 'not_found', 'conflict'],
  },
  {
    ...{ method: 'post', path: '/api/uploads/{id}/complete', summary: 'Join the parts', ...manage },
    ...{ body: completeUploadSchema, answers: { 200: completedUploadSchema } },
    errors: ['invalid_request', 'not_found', 'conflict', 'upload_incomplete'],
  },
  {
    ...{ method: 'delete', path: '/api/uploads/{id}', summary: 'Take an upload back', ...manage },
    ...{ answers: { 204: null }, errors: ['invalid_request', 'not_found', 'conflict'] },
  },
];

const keys: Operation[] = [
  {
    ...{ method: 'get', path: '/api/keys', summary: 'Cookies for a video, or the card images', ...read },
    ...{ query: keysRequestSchema, headers: { in: [], out: ['Set-Cookie'] }, answers: { 200: keysSchema } },
    errors: ['invalid_request', 'not_found'],
  },
  {
    ...{ method: 'post', path: '/api/keys', summary: 'Cookies for a video, or the card images', ...read },
    ...{ body: keysRequestSchema, bodyOptional: true, headers: { in: [], out: ['Set-Cookie'] } },
    ...{ answers: { 200: keysSchema }, errors: ['invalid_request', 'not_found'] },
  },
];

const people: Operation[] = [
  {
    ...{ method: 'get', path: '/api/people', summary: 'List people', ...read, admin: true },
    ...{ query: listPeopleQuerySchema, answers: { 200: peopleListSchema }, errors: ['invalid_request'] },
  },
  {
    ...{ method: 'post', path: '/api/people', summary: 'Invite somebody', ...manage, admin: true },
    ...{ body: invitePersonSchema, answers: { 201: personSchema }, errors: ['invalid_request', 'conflict'] },
  },
  {
    ...{ method: 'post', path: '/api/people/{id}/resend', summary: 'Invite again', ...manage, admin: true },
    ...{ answers: { 200: personSchema }, errors: ['invalid_request', 'not_found', 'conflict'] },
  },
  {
    ...{ method: 'delete', path: '/api/people/{id}', summary: 'Shut somebody out', ...manage, admin: true },
    ...{ answers: { 204: null }, errors: ['invalid_request', 'not_found', 'conflict'] },
  },
];

const browser: Operation[] = [
  {
    ...{ method: 'get', path: '/auth/login', summary: 'Sign in', ...anyone, query: loginQuerySchema },
    ...{ answers: { 302: null }, errors: ['invalid_request'] },
  },
  {
    ...{ method: 'get', path: '/auth/callback', summary: 'Back from the sign-in pages', ...anyone },
    ...{ query: callbackQuerySchema, answers: { 302: null }, errors: ['invalid_request', 'unauthenticated'] },
  },
  {
    ...{ method: 'post', path: '/auth/refresh', summary: 'Renew the session', ...anyone },
    ...{ answers: { 204: null }, errors: ['unauthenticated', 'forbidden'] },
  },
  {
    ...{ method: 'post', path: '/auth/logout', summary: 'Sign out', ...anyone },
    ...{ answers: { 303: null }, errors: ['forbidden'] },
  },
];

export const operations: Operation[] = [...general, ...videos, ...uploads, ...keys, ...people, ...browser];
