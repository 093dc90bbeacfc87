import * as z from 'zod';
import { clientSchema } from '../../../../shared/command-line.ts';
import { errorBodySchema } from '../../../../shared/errors.ts';
import { meSchema } from '../../../../shared/people.ts';
import { shape } from '../shape.ts';

export const healthSchema = z.object({ status: z.literal('ok'), version: z.string() });
export const documentSchema = z.looseObject({ openapi: z.string() });

export const generalShapes = [
  shape('Error', errorBodySchema, {
    error: {
      code: 'invalid_request',
      message: 'Something in the request is not as it should be.',
      requestId: '5f0d3c1e-8a47-4b6c-9e2d-1c7b0a9f8e6d',
      details: { fields: [{ path: 'title', message: 'Too small: expected string to have >=1 characters' }] },
    },
  }),
  shape('Health', healthSchema, { status: 'ok', version: '0.1.0' }),
  shape('Document', documentSchema, { openapi: '3.1.0' }),
  shape('Client', clientSchema, {
    app: 'https://app.video.example.com',
    login: 'https://shark-video.auth.eu-west-1.amazoncognito.com',
    cliClientId: '1h57kf5cpq17m0eml12EXAMPLE',
    redirectPorts: [14_000, 14_001, 14_002],
    scopes: ['openid', 'email', 'videos/read', 'videos/manage'],
  }),
  shape('Me', meSchema, {
    kind: 'person',
    email: 'ada@example.com',
    org: 'shark',
    role: 'admin',
    scopes: ['openid', 'email', 'videos/read', 'videos/manage'],
  }),
];
