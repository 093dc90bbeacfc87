/** Settings and version for tests that ask for a job. */
export const jobEnv = {
  TABLE_NAME: 'catalog',
  UPLOADS_BUCKET: 'up',
  MEDIA_BUCKET: 'media',
  ORGS: 'shark',
  MEDIACONVERT_ROLE_ARN: 'arn:aws:iam::111122223333:role/mc',
  MEDIACONVERT_QUEUE_ARN: 'arn:aws:mediaconvert:eu-west-1:111122223333:queues/vod',
  AWS_REGION: 'eu-west-1',
};

export const jobRef = {
  org: 'shark',
  videoId: '01JDVXKQ2M8R4T6W9Y0B3C5D7F',
  version: '01JDVXM0A1B2C3D4E5F6G7H8J9',
  attempt: 1,
};
