import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect, test, vi } from 'vitest';
import type { SignedParts, Upload } from '../../../shared/upload.ts';
import { botToken, type calling, settings as staticSettings, workerVars } from '../../test/wire.ts';
import { createApp } from '../app.ts';
import { readSettings } from '../env.ts';
import { createServices } from '../services.ts';

const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...vars } = workerVars;
const settings = readSettings({ ...vars, ROLE_ARN: 'arn:aws:iam::111122223333:role/shark-worker' });

/** The Worker's services without an access key; `sts` sees each call to STS, which really asks our issuer back. */
function keyless(over: { ROLE_ARN?: string } = {}) {
  const sts = vi.fn((url: string, init?: RequestInit) => fetch(url, init));
  const services = createServices({ ...settings, ...over }, { fetch: sts, log: () => {} });
  return { sts, services };
}

test('one session serves S3, DynamoDB and Cognito', async () => {
  const { sts, services } = keyless();
  const Key = { pk: { S: 'a' }, sk: { S: 'b' } };
  const calls = Array.from({ length: 5 }, () => [
    services.s3.send(new ListObjectsV2Command({ Bucket: settings.UPLOADS_BUCKET })),
    services.dynamodb.send(new GetItemCommand({ TableName: settings.TABLE_NAME, Key })),
    services.cognito.send(new ListUsersCommand({ UserPoolId: settings.USER_POOL_ID })),
  ]).flat();
  const answers = await Promise.all(calls);
  expect(answers.map(({ $metadata }) => $metadata.httpStatusCode)).toEqual(Array(15).fill(200));
  expect(sts).toHaveBeenCalledTimes(1);
  expect((await services.credentials()).accessKeyId).toMatch(/^ASIA/);
});

test('a presigned URL carries the session, and takes a part', async () => {
  const { services } = keyless();
  const app = createApp(() => services);
  const token = await botToken();
  const call: ReturnType<typeof calling> = async (method, path, body) =>
    app.request(path, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  const file = { fileName: 'a.mp4', sizeBytes: 5, contentType: 'video/mp4' };
  const { id } = (await (await call('POST', '/api/uploads', file)).json()) as Upload;
  const answer = await call('POST', `/api/uploads/${id}/parts`, { partNumbers: [1] });
  const [part] = ((await answer.json()) as SignedParts).parts;
  const { sessionToken, expiration } = await services.credentials();
  expect(new URL(part?.url ?? '').searchParams.get('X-Amz-Security-Token')).toBe(sessionToken);
  expect(Date.parse(part?.expiresAt ?? '')).toBeLessThanOrEqual(Number(expiration));
  expect((await fetch(part?.url ?? '', { method: 'PUT', body: 'shark' })).status).toBe(200);
});

test('a role that trusts somebody else is an upstream error', async () => {
  const { services } = keyless({ ROLE_ARN: 'arn:aws:iam::111122223333:role/other' });
  const call = services.s3.send(new ListObjectsV2Command({ Bucket: settings.UPLOADS_BUCKET }));
  await expect(call).rejects.toMatchObject({ code: 'upstream_error' });
});

test('an access key serves where there is no role', async () => {
  const sts = vi.fn((url: string, init?: RequestInit) => fetch(url, init));
  const { s3 } = createServices(staticSettings, { fetch: sts });
  const call = new ListObjectsV2Command({ Bucket: settings.UPLOADS_BUCKET });
  expect((await s3.send(call)).$metadata.httpStatusCode).toBe(200);
  expect(sts).not.toHaveBeenCalled();
});
