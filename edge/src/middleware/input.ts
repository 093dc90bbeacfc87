import { zValidator } from '@hono/zod-validator';
import type { MiddlewareHandler, ValidationTargets } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { every } from 'hono/combine';
import * as z from 'zod';
import { AppError, type FieldError } from '../../../shared/errors.ts';
import { ulidSchema } from '../../../shared/ids.ts';

/** Room for 10,000 parts of an upload. */
const maxBodyBytes = 2 * 1024 * 1024;

type Issue = z.core.$ZodIssue;

/** The refused fields by dotted path; a key that is not known is named itself. */
export function fieldsOf(issues: readonly Issue[]): FieldError[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message: issue.message }];
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'is not known here' }));
  });
}

/** Throws `invalid_request` naming the fields; the one hook of every validator. */
export function refuse(result: { success: true } | { success: false; error: z.core.$ZodError }): void {
  if (!result.success)
    throw new AppError('invalid_request', 'Something in the request is not as it should be.', {
      fields: fieldsOf(result.error.issues),
    });
}

/** Validates a query; a key given twice is refused like one not known. */
export const query = <T extends z.ZodType>(schema: T) => zValidator('query', schema, refuse);

/** Validates a JSON body; put `jsonBody()` before it. */
export const body = <T extends z.ZodType>(schema: T) => zValidator('json', schema, refuse);

/** No query at all; a typed client needs not say so. */
export const noQuery = (): MiddlewareHandler => query(z.strictObject({}));

function unknownId(result: { success: boolean; target: keyof ValidationTargets }): void {
  if (!result.success) throw new AppError('not_found', 'There is nothing under this id.');
}

/** A ULID in the path. What is not even an id belongs to nothing: 404, as an unknown one. */
export const idParam = () => zValidator('param', z.object({ id: ulidSchema }), unknownId);

/** A video's id and that of one of its caption tracks. */
export const captionParam = () =>
  zValidator('param', z.object({ id: ulidSchema, captionId: z.string().regex(/^[\w-]{1,64}$/) }), unknownId);

/** A person's id in the path: Cognito's `sub`, a UUID. */
export const personParam = () =>
  zValidator('param', z.object({ id: z.string().regex(/^[A-Za-z0-9-]{1,64}$/) }), unknownId);

const limit = bodyLimit({
  maxSize: maxBodyBytes,
  onError: () => {
    throw new AppError('too_large', 'The request body may have 2 MiB at most.');
  },
});

const jsonOnly: MiddlewareHandler = async function jsonOnly(c, next) {
  const type = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    throw new AppError('unsupported_media_type', 'The request body must be application/json.');
  await next();
};

/** Any body of up to 2 MiB; else `too_large`. */
export const limitedBody = (): MiddlewareHandler => limit;

const jpegOnly: MiddlewareHandler = async function jpegOnly(c, next) {
  const type = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'image/jpeg')
    throw new AppError('unsupported_media_type', 'The request body must be image/jpeg.');
  await next();
};

/** A JPEG of up to 2 MiB: else `unsupported_media_type` or `too_large`. */
export const jpegBody = (): MiddlewareHandler => every(jpegOnly, limit);

/** A JSON body of up to 2 MiB: else `unsupported_media_type` or `too_large`. */
export const jsonBody = (): MiddlewareHandler => every(jsonOnly, limit);
