import {
  completedUploadSchema,
  completeUploadSchema,
  createUploadSchema,
  signedPartsSchema,
  signPartsSchema,
  uploadSchema,
} from '../../../../shared/upload.ts';
import type { OperationTable } from '../operation.ts';

/** Uploads in parts, straight to the bucket. */
export const uploads: OperationTable = {
  'POST /api/uploads': {
    id: 'openUpload',
    summary: 'Open an upload',
    scope: 'videos/manage',
    body: createUploadSchema,
    headers: { in: [], out: ['Location'] },
    answers: { 201: uploadSchema },
    errors: ['invalid_request', 'budget_exceeded', 'not_found', 'conflict'],
  },
  'GET /api/uploads/{id}': {
    id: 'readUpload',
    summary: 'What of an upload has arrived',
    scope: 'videos/manage',
    answers: { 200: uploadSchema },
    errors: ['invalid_request', 'not_found'],
  },
  'POST /api/uploads/{id}/parts': {
    id: 'signParts',
    summary: 'Presign the PUT of parts',
    scope: 'videos/manage',
    body: signPartsSchema,
    answers: { 200: signedPartsSchema },
    errors: ['invalid_request', 'not_found', 'conflict'],
  },
  'POST /api/uploads/{id}/complete': {
    id: 'completeUpload',
    summary: 'Join the parts',
    scope: 'videos/manage',
    body: completeUploadSchema,
    answers: { 200: completedUploadSchema },
    errors: ['invalid_request', 'not_found', 'conflict', 'upload_incomplete'],
  },
  'DELETE /api/uploads/{id}': {
    id: 'abortUpload',
    summary: 'Take an upload back',
    scope: 'videos/manage',
    answers: { 204: null },
    errors: ['invalid_request', 'not_found', 'conflict'],
  },
};
