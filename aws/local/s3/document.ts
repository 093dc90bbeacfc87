import { XMLParser } from 'fast-xml-parser';
import type * as z from 'zod';
import { S3Error } from './errors.ts';

const lists = new Set([
  'Part',
  'Object',
  'CORSRule',
  'AllowedOrigin',
  'AllowedMethod',
  'AllowedHeader',
  'ExposeHeader',
]);
const parser = new XMLParser({ parseTagValue: false, trimValues: false, isArray: (name) => lists.has(name) });

/** Reads a request's XML by its schema. Throws MalformedXML. */
export function parseDocument<Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> {
  try {
    return schema.parse(parser.parse(text, true));
  } catch {
    throw new S3Error('MalformedXML', 'The XML you provided was not well-formed or did not validate.');
  }
}
