import { CopyObjectCommand, DeleteObjectCommand } from '@aws-sdk/client-s3';
import { cardImageCopy } from '../../shared/card-image.ts';
import { imagePath } from '../../shared/paths.ts';
import type { Context } from './context.ts';

/** Copies a frame to a name of 128 random bits under the organisation's images, and gives that name. */
export async function copyCardImage(
  { s3, env, random }: Context,
  org: string,
  framePath: string,
): Promise<string> {
  const imageKey = Buffer.from(random(16)).toString('base64url');
  await s3.send(new CopyObjectCommand(cardImageCopy(env.MEDIA_BUCKET, org, imageKey, framePath)));
  return imageKey;
}

/** Removes a card image that no item names; a failure leaves an unlisted picture and is only logged. */
export async function removeCardImage({ s3, env, log }: Context, org: string, imageKey: string) {
  const Key = imagePath(org, imageKey);
  await s3.send(new DeleteObjectCommand({ Bucket: env.MEDIA_BUCKET, Key })).catch((error: unknown) => {
    log('card_image_left', { reason: error instanceof Error ? error.message : String(error) });
  });
}
