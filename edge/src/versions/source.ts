import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Input } from '../../../shared/catalog-item.ts';
import { AppError } from '../../../shared/errors.ts';
import type { SourceLink } from '../../../shared/versions.ts';
import type { Membership } from '../auth/membership.ts';
import { readVideo } from '../catalog/videos.ts';
import { presignedSeconds } from '../credentials/credentials.ts';
import type { Services } from '../services.ts';

/** RFC 6266: the name in ASCII for whoever knows no other, and whole in UTF-8 (RFC 8187). */
function attachment(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const whole = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}

async function assertThere({ s3 }: Services, { bucket, key }: Input): Promise<void> {
  await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key })).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'NotFound')
      throw new AppError('not_found', 'The file of this video is no longer there.');
    throw error;
  });
}

/**
 * Where the file that a video was made from can be downloaded, under its own name: what is being made or failed last,
 * else what plays. Throws `not_found`, and `invalid_state` while the file has not arrived.
 */
export async function sourceLink(services: Services, who: Membership, videoId: string): Promise<SourceLink> {
  const { next, current } = await readVideo(services, who.org, videoId);
  const made = next?.input ? next : current;
  if (!made?.input) throw new AppError('invalid_state', 'The file has not arrived yet.');
  await assertThere(services, made.input);
  const { s3, clock, credentials } = services;
  const expiresIn = await presignedSeconds(credentials, clock);
  const command = new GetObjectCommand({
    Bucket: made.input.bucket,
    Key: made.input.key,
    ResponseContentDisposition: attachment(made.source?.fileName ?? 'source'),
  });
  return {
    url: await getSignedUrl(s3, command, { expiresIn }),
    expiresAt: new Date(clock.now() + expiresIn * 1000).toISOString(),
  };
}
