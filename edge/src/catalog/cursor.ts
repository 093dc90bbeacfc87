import { base64url } from 'jose';
import * as z from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { ulidSchema } from '../../../shared/ids.ts';

/**
 * Where a list goes on: after the video `id`, which sorted under `key`, in the order named `order`. It carries no
 * organisation, so nobody reads another's list with it.
 */
const cursorSchema = z.strictObject({ order: z.string(), key: z.string().max(200), id: ulidSchema });
export type Cursor = z.infer<typeof cursorSchema>;

export const encodeCursor = (cursor: Cursor): string => base64url.encode(JSON.stringify(cursor));

const refused = () =>
  new AppError('invalid_request', 'The cursor is not one of this list.', {
    fields: [{ path: 'cursor', message: 'is not a cursor of this list' }],
  });

/** Reads a cursor of the list in `order`; throws `invalid_request` naming `cursor` for anything else. */
export function decodeCursor(text: string, order: string): Cursor {
  try {
    const cursor = cursorSchema.parse(JSON.parse(new TextDecoder().decode(base64url.decode(text))));
    if (cursor.order === order) return cursor;
  } catch {
    throw refused();
  }
  throw refused();
}
