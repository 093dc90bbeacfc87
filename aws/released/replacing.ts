import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import type { Replacing } from './upgrade.ts';

const databaseSchema = z.object({
  schema: z.object({
    resource: z.object({
      entities: z.array(
        z.object({
          cloudFormationType: z.string(),
          properties: z.record(
            z.string(),
            z.object({ causesReplacement: z.enum(['yes', 'maybe']).optional() }),
          ),
        }),
      ),
    }),
  }),
});

/** Reads what CloudFormation replaces from the database that `cdk diff` reads; it comes with the CDK's command line. */
export function readReplacing(): Replacing {
  const folder = dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json'));
  const text = gunzipSync(readFileSync(join(folder, 'db.json.gz'))).toString();
  const { entities } = databaseSchema.parse(JSON.parse(text)).schema.resource;
  return (type) => {
    const found = entities.find(({ cloudFormationType }) => cloudFormationType === type);
    if (!found) throw new TypeError(`CloudFormation knows no ${type}`);
    return Object.entries(found.properties).flatMap(([name, { causesReplacement }]) =>
      causesReplacement ? [name] : [],
    );
  };
}
