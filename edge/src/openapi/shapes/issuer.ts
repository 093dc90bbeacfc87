import * as z from 'zod';
import { shape } from '../shape.ts';

/** OpenID Connect Discovery 1.0, section 3, as far as IAM reads it. */
export const discoverySchema = z.object({
  issuer: z.url(),
  jwks_uri: z.url(),
  response_types_supported: z.array(z.string()),
  subject_types_supported: z.array(z.string()),
  id_token_signing_alg_values_supported: z.array(z.string()),
  claims_supported: z.array(z.string()),
});

/** Public P-256 keys (RFC 7517, RFC 7518 section 6.2). */
export const jwksSchema = z.object({
  keys: z.array(
    z.object({
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      x: z.string(),
      y: z.string(),
      kid: z.string(),
      alg: z.literal('ES256'),
      use: z.literal('sig'),
    }),
  ),
});

const origin = 'https://app.video.example.com';

export const issuerShapes = [
  shape('Discovery', discoverySchema, {
    issuer: origin,
    jwks_uri: `${origin}/.well-known/jwks.json`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    claims_supported: ['iss', 'sub', 'aud', 'iat', 'exp'],
  }),
  // The public key of RFC 7515, appendix A.3, and its thumbprint's place.
  shape('KeySet', jwksSchema, {
    keys: [
      {
        kty: 'EC',
        crv: 'P-256',
        x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
        y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
        kid: 'oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U',
        alg: 'ES256',
        use: 'sig',
      },
    ],
  }),
];
