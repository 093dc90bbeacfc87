import { expect, test } from 'vitest';
import { uploadLifeDays } from '../../shared/upload.ts';
import { synthesize } from '../testing/synth.ts';

const { template } = synthesize();

test('uploads come from the app’s origin only, which may read the ETag of a part', () => {
  template.hasResourceProperties('AWS::S3::Bucket', {
    CorsConfiguration: {
      CorsRules: [
        {
          AllowedOrigins: ['https://app.video.example.com'],
          AllowedMethods: ['PUT'],
          AllowedHeaders: ['content-type'],
          ExposedHeaders: ['ETag'],
          MaxAge: 3600,
        },
      ],
    },
  });
});

test('abandoned uploads end after two days, as long as the API lets them be resumed', () => {
  expect(uploadLifeDays).toBe(2);
  template.hasResourceProperties('AWS::S3::Bucket', {
    LifecycleConfiguration: {
      Rules: [{ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 }, Status: 'Enabled' }],
    },
  });
});

test('the uploads bucket tells EventBridge by itself, and it alone', () => {
  const telling = template.findResources('AWS::S3::Bucket', {
    Properties: { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } },
  });
  expect(Object.keys(telling)).toEqual([expect.stringMatching(/^BucketsUploads/)]);
  template.resourceCountIs('Custom::S3BucketNotifications', 0);
});

test('all objects are encrypted', () => {
  template.allResourcesProperties('AWS::S3::Bucket', {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
  });
});
