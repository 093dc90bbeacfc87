import * as z from 'zod';
import type { Aws } from '../aws-cli.ts';
import type { Store } from './data.ts';

const uploadsSchema = z.object({
  Uploads: z.array(z.object({ Key: z.string(), UploadId: z.string() })).default([]),
});

/** A bucket is empty when it holds neither objects nor uploads that were never completed. */
async function emptyBucket(aws: Aws, bucket: string): Promise<void> {
  if ((await aws.find('s3api', 'get-bucket-location', '--bucket', bucket)) === null) return;
  const found = await aws.find('s3api', 'list-multipart-uploads', '--bucket', bucket);
  // biome-ignore format: a command line reads best as one
  for (const { Key, UploadId } of found ? uploadsSchema.parse(found).Uploads : [])
    await aws.find('s3api', 'abort-multipart-upload', '--bucket', bucket, '--key', Key, '--upload-id', UploadId);
  await aws.find('s3', 'rm', `s3://${bucket}`, '--recursive', '--only-show-errors');
}

/** Takes the protections off, and the objects out of buckets, so that stack and commands may delete it. */
export async function release(aws: Aws, { kind, id }: Store): Promise<void> {
  if (kind === 'bucket') return emptyBucket(aws, id);
  const off =
    kind === 'table'
      ? ['dynamodb', 'update-table', '--table-name', id, '--no-deletion-protection-enabled']
      : ['cognito-idp', 'update-user-pool', '--user-pool-id', id, '--deletion-protection', 'INACTIVE'];
  await aws.find(...off);
}

/** Deletes it with everything in it; does nothing when it is gone. */
export async function deleteStore(aws: Aws, store: Store): Promise<void> {
  const { kind, id } = store;
  await release(aws, store);
  const command = {
    bucket: ['s3api', 'delete-bucket', '--bucket', id],
    table: ['dynamodb', 'delete-table', '--table-name', id],
    userPool: ['cognito-idp', 'delete-user-pool', '--user-pool-id', id],
  };
  await aws.find(...command[kind]);
}
