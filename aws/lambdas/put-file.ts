import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Context } from './context.ts';

/** Writes a file of a version; its name never gets other content, so browsers may keep it for ever. */
export const putFile = (
  { s3, env }: Pick<Context, 's3' | 'env'>,
  key: string,
  content: Uint8Array | string,
  contentType: string,
) =>
  s3.send(
    new PutObjectCommand({
      Bucket: env.MEDIA_BUCKET,
      Key: key,
      Body: content,
      ContentType: contentType,
      CacheControl: 'max-age=31536000, immutable',
    }),
  );
