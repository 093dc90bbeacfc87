import type { OperationTable } from '../operation.ts';
import { discoverySchema, jwksSchema } from '../shapes/issuer.ts';

/** The Worker as an OpenID issuer of its own identity; `not_found` where it has a lasting key instead. */
export const issuer: OperationTable = {
  'GET /.well-known/openid-configuration': {
    id: 'readIssuer',
    summary: 'The issuer’s discovery document',
    scope: null,
    answers: { 200: discoverySchema },
    errors: ['not_found'],
  },
  'GET /.well-known/jwks.json': {
    id: 'readIssuerKeys',
    summary: 'The issuer’s public keys',
    scope: null,
    answers: { 200: jwksSchema },
    errors: ['not_found'],
  },
};
