import * as z from 'zod';
import { type Checksum, checksumSchema } from './checksums.ts';
import type { ObjectRow } from './index-db.ts';

export type { ObjectRow } from './index-db.ts';

const textsSchema = z.record(z.string(), z.string());

/** Headers that an object keeps and gives back, by lower-case name. */
export const headersIn = ({ headers }: { headers: string }) => textsSchema.parse(JSON.parse(headers));

/** Its user metadata, without the prefix. */
export const metadataIn = ({ metadata }: { metadata: string }) => textsSchema.parse(JSON.parse(metadata));

export const checksumIn = ({ checksum }: Pick<ObjectRow, 'checksum'>): Checksum | null =>
  checksum === null ? null : checksumSchema.parse(JSON.parse(checksum));
