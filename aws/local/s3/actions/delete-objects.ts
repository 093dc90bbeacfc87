import * as z from 'zod';
import { escapeMarkup } from '../../http/markup.ts';
import { type Call, type Context, readDocument, xml } from '../call.ts';
import { parseDocument } from '../document.ts';
import { removeKey } from './object.ts';

const deleteSchema = z.object({
  Delete: z.object({
    Object: z
      .array(z.object({ Key: z.string() }))
      .min(1)
      .max(1000),
    Quiet: z.string().optional(),
  }),
});

/** DeleteObjects: up to 1,000 keys; those that are not there count as deleted. */
export async function deleteObjects(call: Call, context: Context): Promise<Response> {
  const { Object: objects, Quiet } = parseDocument(deleteSchema, await readDocument(call)).Delete;
  for (const { Key } of objects) await removeKey(context, call.bucket, Key);
  const entries = objects.map(({ Key }) => `<Deleted><Key>${escapeMarkup(Key)}</Key></Deleted>`);
  return xml('DeleteResult', Quiet?.trim() === 'true' ? '' : entries.join(''));
}
