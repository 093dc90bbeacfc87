import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../app.ts';

const APP_ORIGIN = 'https://app.example.com';
let vars: Record<string, string>;
let published: object;
beforeAll(async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  vars = { APP_ORIGIN, ISSUER_PRIVATE_KEY: await exportPKCS8(privateKey) };
  published = await exportJWK(publicKey);
});

const app = createApp();
const ask = (path: string, env: object = vars) => app.request(`/.well-known/${path}`, {}, env);

describe('the issuer answers before the rest of the settings exist', () => {
  test('who it is and where its keys are', async () => {
    const response = await ask('openid-configuration');
    expect(await response.json()).toEqual({
      issuer: APP_ORIGIN,
      jwks_uri: `${APP_ORIGIN}/.well-known/jwks.json`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      claims_supported: ['iss', 'sub', 'aud', 'iat', 'exp'],
    });
  });

  test('its public keys, which may be kept for an hour', async () => {
    const response = await ask('jwks.json');
    expect(response.headers.get('Cache-Control')).toBe('public, max-age=3600');
    expect(await response.json()).toEqual({
      keys: [{ ...published, alg: 'ES256', use: 'sig', kid: expect.stringMatching(/^[\w-]{43}$/) }],
    });
  });
});

test.each(['openid-configuration', 'jwks.json'])('without a key there is no %s', async (path) => {
  const response = await ask(path, { APP_ORIGIN });
  expect(response.status).toBe(404);
  expect(response.headers.get('Cache-Control')).toBe('no-store');
});

test('a key that cannot be read is our fault, and is not shown', async () => {
  const response = await ask('jwks.json', { APP_ORIGIN, ISSUER_PRIVATE_KEY: 'secret-nonsense' });
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('secret-nonsense');
});
