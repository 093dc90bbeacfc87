import {
  listVideosQuerySchema,
  videoListSchema,
  videoPatchSchema,
  videoSchema,
} from '../../../../shared/video.ts';
import { conditional, type OperationTable } from '../operation.ts';

/** Listing, reading, editing and removing videos. */
export const videos: OperationTable = {
  'GET /api/videos': {
    id: 'listVideos',
    summary: 'List videos',
    scope: 'videos/read',
    query: listVideosQuerySchema,
    headers: conditional,
    answers: { 200: videoListSchema, 304: null },
    errors: ['invalid_request', 'forbidden'],
  },
  'GET /api/videos/{id}': {
    id: 'readVideo',
    summary: 'Read a video',
    scope: 'videos/read',
    headers: conditional,
    answers: { 200: videoSchema, 304: null },
    errors: ['invalid_request', 'not_found'],
  },
  'PATCH /api/videos/{id}': {
    id: 'editVideo',
    summary: 'Edit, publish or unpublish a video',
    scope: 'videos/manage',
    body: videoPatchSchema,
    headers: { in: ['If-Match'], out: ['ETag'] },
    answers: { 200: videoSchema },
    errors: ['invalid_request', 'not_found', 'conflict', 'invalid_state', 'precondition_failed'],
  },
  'DELETE /api/videos/{id}': {
    id: 'removeVideo',
    summary: 'Delete a video',
    description: 'It can be restored for thirty days; then it is purged with all its files.',
    scope: 'videos/manage',
    answers: { 204: null },
    errors: ['invalid_request', 'not_found'],
  },
};
