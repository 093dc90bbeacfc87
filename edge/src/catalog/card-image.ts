import { CopyObjectCommand, DeleteObjectCommand } from '@aws-sdk/client-s3';
import { base64url } from 'jose';
import { cardImageCopy } from '../../../shared/card-image.ts';
import { imagePath } from '../../../shared/paths.ts';
import type { Services } from '../services.ts';

/**
 * Copies a frame to where the catalog's cookie opens it; the image key, 128 random bits, is all that protects it from
 * people of the same organisation while nobody shows it to them.
 */
export async function copyCardImage(services: Services, org: string, framePath: string): Promise<string> {
  const { s3, settings, randomBytes } = services;
  const imageKey = base64url.encode(randomBytes(16));
  await s3.send(new CopyObjectCommand(cardImageCopy(settings.MEDIA_BUCKET, org, imageKey, framePath)));
  return imageKey;
}

/** Removes a card image that nothing names any more; a failure leaves an unlisted picture and is only logged. */
export async function removeCardImage({ s3, settings, log }: Services, org: string, imageKey: string) {
  const Key = imagePath(org, imageKey);
  await s3.send(new DeleteObjectCommand({ Bucket: settings.MEDIA_BUCKET, Key })).catch((error: unknown) => {
    log({ level: 'warn', message: 'a card image was left behind', cause: String(error) });
  });
}
