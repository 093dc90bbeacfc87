import {
  completedUploadSchema,
  completeUploadSchema,
  createUploadSchema,
  signedPartsSchema,
  signPartsSchema,
  type Upload,
  uploadSchema,
} from '../../../../shared/upload.ts';
import { shape } from '../shape.ts';
import { uploadId, version, videoId } from './ids.ts';

const key = `uploads/shark/${videoId}/${version}/source`;
const etag = '"9b2cf535f27731c974343645a3985328"';

const upload: Upload = {
  id: uploadId,
  videoId,
  version,
  status: 'open',
  fileName: 'reef.mov',
  sizeBytes: 20_000_000,
  partSizeBytes: 8_388_608,
  partCount: 3,
  key,
  createdAt: '2026-11-24T10:00:00.000Z',
  expiresAt: '2026-12-01T10:00:00.000Z',
  parts: [{ partNumber: 1, etag, sizeBytes: 8_388_608 }],
};

export const uploadShapes = [
  shape('NewUpload', createUploadSchema, {
    fileName: 'reef.mov',
    sizeBytes: 20_000_000,
    contentType: 'video/quicktime',
    title: 'Reef at night',
  }),
  shape('Upload', uploadSchema, upload),
  shape('PartNumbers', signPartsSchema, { partNumbers: [2, 3] }),
  shape('SignedParts', signedPartsSchema, {
    parts: [
      {
        partNumber: 2,
        method: 'PUT',
        url: `https://s3.eu-west-1.amazonaws.com/shark-uploads/${key}?partNumber=2&uploadId=...&X-Amz-Signature=...`,
        headers: {},
        expiresAt: '2026-11-24T11:00:00.000Z',
      },
    ],
  }),
  shape('SentParts', completeUploadSchema, { parts: [1, 2, 3].map((partNumber) => ({ partNumber, etag })) }),
  shape('CompletedUpload', completedUploadSchema, { videoId, version }),
];
