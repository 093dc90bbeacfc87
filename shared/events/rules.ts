/** EventBridge rules as constants: the stack deploys them, the local bus matches by them. */
export const rules = {
  sourceUploaded: (uploadsBucket: string) => ({
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: { bucket: { name: [uploadsBucket] }, object: { key: [{ prefix: 'uploads/' }] } },
  }),
  /** All states, CANCELED among them; confined to our queue. */
  jobChanged: (queueArn: string) => ({
    source: ['aws.mediaconvert'],
    'detail-type': ['MediaConvert Job State Change'],
    detail: { queue: [queueArn] },
  }),
} as const;
