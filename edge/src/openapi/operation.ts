import type * as z from 'zod';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { Scope } from '../../../shared/people.ts';

/** An operation: the very schemas that validate it, and the errors it may answer besides those of all. */
type Described = {
  /** Its name for generated clients and for links into the reference: `listVideos`. */
  id: string;
  summary: string;
  /** What the summary leaves open. */
  description?: string;
  /** The scope it takes; null for anyone. */
  scope: Scope | null;
  /** Only for a person who is an admin. */
  admin?: true;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** The body is a form, as a page without script sends it. */
  form?: z.ZodType;
  /** The body is a picture of this media type. */
  picture?: 'image/jpeg';
  bodyOptional?: true;
  headers?: { in: string[]; out: string[] };
  /** What each good status brings: JSON of a shape, a page, or nothing. */
  answers: Partial<Record<200 | 201 | 202 | 204 | 302 | 303 | 304, z.ZodType | 'page' | null>>;
  errors: ErrorCode[];
};

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export type Operation = Described & { method: Method; path: string; tag: string };

/** Operations by method and path; one table a noun, in `operations/`. Shapes get name and example in `shapes/`. */
export type OperationTable = Record<`${Uppercase<Method>} /${string}`, Described>;

/** Answers 304 to the ETag a caller holds. */
export const conditional = { in: ['If-None-Match'], out: ['ETag'] };
export const setsCookies = { in: [], out: ['Set-Cookie'] };
