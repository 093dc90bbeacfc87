import { UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { AppError } from '../../../shared/errors.ts';
import type { SignedParts } from '../../../shared/upload.ts';
import type { Membership } from '../auth/membership.ts';
import { presignedSeconds } from '../credentials/credentials.ts';
import type { Services } from '../services.ts';
import { partCountOf, readUpload } from './uploads.ts';

function assertInRange(partNumbers: number[], partCount: number): void {
  const fields = partNumbers.flatMap((partNumber, at) =>
    partNumber > partCount
      ? [{ path: `partNumbers.${at}`, message: `is past the last part, ${partCount}` }]
      : [],
  );
  if (fields.length > 0)
    throw new AppError('invalid_request', 'The upload has fewer parts than that.', { fields });
}

/**
 * Presigns the PUT of parts, straight to S3 and good for an hour, or as long as the session with AWS. Throws `not_found`,
 * `conflict` when the upload is no longer open, `invalid_request` past the last part.
 */
export async function signParts(
  services: Services,
  who: Membership,
  id: string,
  partNumbers: number[],
): Promise<SignedParts> {
  const upload = await readUpload(services, who.org, id);
  if (upload.status !== 'open') throw new AppError('conflict', `The upload is ${upload.status}.`);
  assertInRange(partNumbers, partCountOf(upload));
  const { s3, settings, clock, credentials } = services;
  const expiresIn = await presignedSeconds(credentials, clock);
  const expiresAt = new Date(clock.now() + expiresIn * 1000).toISOString();
  const where = { Bucket: settings.UPLOADS_BUCKET, Key: upload.key, UploadId: upload.s3UploadId };
  const sign = async (partNumber: number) => {
    const command = new UploadPartCommand({ ...where, PartNumber: partNumber });
    const url = await getSignedUrl(s3, command, { expiresIn });
    return { partNumber, method: 'PUT' as const, url, headers: {}, expiresAt };
  };
  return { parts: await Promise.all(partNumbers.map(sign)) };
}
