import { addCaptionsSchema, captionTrackSchema } from '../../../../shared/caption-track.ts';
import { trashListSchema } from '../../../../shared/trash.ts';
import {
  historyQuerySchema,
  historySchema,
  rollbackSchema,
  sourceLinkSchema,
  versionListSchema,
} from '../../../../shared/versions.ts';
import { videoSchema } from '../../../../shared/video.ts';
import type { OperationTable } from '../operation.ts';

const tagged = { in: [], out: ['ETag'] };

/** What was made of a video, from what, and what happened to it. */
export const versions: OperationTable = {
  'POST /api/videos/{id}/retry': {
    id: 'retryVideo',
    summary: 'Try again what failed',
    description: 'Makes the failed version once more, from the file that is still there.',
    scope: 'videos/manage',
    headers: tagged,
    answers: { 202: videoSchema },
    errors: ['invalid_request', 'budget_exceeded', 'not_found', 'invalid_state'],
  },
  'POST /api/videos/{id}/restore': {
    id: 'restoreVideo',
    summary: 'Restore a deleted video',
    description: 'Within thirty days; it comes back as a draft.',
    scope: 'videos/manage',
    headers: tagged,
    answers: { 202: videoSchema },
    errors: ['invalid_request', 'not_found'],
  },
  'POST /api/videos/{id}/rollback': {
    id: 'rollBackVideo',
    summary: 'Let an earlier version play again',
    scope: 'videos/manage',
    body: rollbackSchema,
    headers: tagged,
    answers: { 200: videoSchema },
    errors: ['invalid_request', 'not_found', 'invalid_state', 'conflict'],
  },
  'GET /api/videos/{id}/versions': {
    id: 'listVersions',
    summary: 'List the versions that were made',
    scope: 'videos/manage',
    answers: { 200: versionListSchema },
    errors: ['invalid_request', 'not_found'],
  },
  'GET /api/videos/{id}/events': {
    id: 'listEvents',
    summary: 'List what happened to a video',
    scope: 'videos/manage',
    query: historyQuerySchema,
    answers: { 200: historySchema },
    errors: ['invalid_request', 'not_found'],
  },
  'GET /api/videos/{id}/source': {
    id: 'getSource',
    summary: 'Download the original file',
    description: 'An address of the file that is good for an hour at most.',
    scope: 'videos/manage',
    answers: { 200: sourceLinkSchema },
    errors: ['invalid_request', 'not_found', 'invalid_state'],
  },
  'PUT /api/videos/{id}/poster': {
    id: 'setPoster',
    summary: 'Set a picture of your own as the poster',
    description: 'A JPEG of at most 2 MiB and 1920 pixels a side.',
    scope: 'videos/manage',
    picture: 'image/jpeg',
    headers: tagged,
    answers: { 200: videoSchema },
    errors: ['invalid_request', 'not_found', 'invalid_state', 'conflict', 'media_rejected'],
  },
  'POST /api/videos/{id}/captions': {
    id: 'addCaptions',
    summary: 'Add captions',
    description: 'SubRip or WebVTT; a line that cannot be read is named.',
    scope: 'videos/manage',
    body: addCaptionsSchema,
    answers: { 201: captionTrackSchema },
    errors: ['invalid_request', 'not_found', 'invalid_state', 'conflict'],
  },
  'DELETE /api/videos/{id}/captions/{captionId}': {
    id: 'removeCaptions',
    summary: 'Remove captions that somebody added',
    scope: 'videos/manage',
    answers: { 204: null },
    errors: ['invalid_request', 'not_found', 'conflict'],
  },
  'GET /api/trash': {
    id: 'listTrash',
    summary: 'List deleted videos that can be restored',
    scope: 'videos/manage',
    answers: { 200: trashListSchema },
    errors: ['invalid_request'],
  },
};
