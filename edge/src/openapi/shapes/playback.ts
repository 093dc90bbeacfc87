import { keysRequestSchema, keysSchema } from '../../../../shared/playback.ts';
import { positionSchema } from '../../../../shared/position.ts';
import { shape } from '../shape.ts';
import { media, videoId } from './ids.ts';

export const playbackShapes = [
  shape('Position', positionSchema, { positionMs: 63_500 }),
  shape('KeysRequest', keysRequestSchema, { videoId }),
  shape('Keys', keysSchema, {
    resource: `${media}/shark/v/${videoId}/*`,
    prefix: `/shark/v/${videoId}/`,
    expiresAt: '2026-11-24T10:15:00.000Z',
    renewAfter: '2026-11-24T10:07:30.000Z',
    cookies: ['CloudFront-Policy', 'CloudFront-Signature', 'CloudFront-Key-Pair-Id'],
  }),
];
