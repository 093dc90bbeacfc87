import { imagePath } from './paths.ts';

/**
 * The S3 copy that makes a frame of a video its card image, under a name of its own; what publishing at the edge and a
 * finished replacement both ask for. Names are random, so browsers may keep a picture for a day (`max-age` in s).
 */
export const cardImageCopy = (bucket: string, org: string, imageKey: string, framePath: string) => ({
  Bucket: bucket,
  Key: imagePath(org, imageKey),
  CopySource: `${bucket}/${framePath}`,
  MetadataDirective: 'REPLACE' as const,
  ContentType: framePath.endsWith('.png') ? 'image/png' : 'image/jpeg',
  CacheControl: 'max-age=86400, immutable',
});
