import { Match } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { rules } from '../../shared/events/rules.ts';
import { schedules } from '../../shared/events/schedules.ts';
import { lambdaEnvSchema } from '../lambdas/env.ts';
import { allowed, statementsIn, synthesize } from '../testing/synth.ts';

const { template } = synthesize();

const idOf = (type: string, beginning: string) => {
  const id = Object.keys(template.findResources(type)).find((one) => one.startsWith(beginning));
  if (!id) throw new Error(`no ${type} begins with ${beginning}`);
  return id;
};
const uploads = idOf('AWS::S3::Bucket', 'BucketsUploads');
const queue = idOf('AWS::MediaConvert::Queue', 'TranscodingQueue');
const policyOf = (role: string) =>
  allowed(
    Object.entries(template.findResources('AWS::IAM::Policy'))
      .filter(([id]) => id.startsWith(role))
      .flatMap(([, policy]) => statementsIn(policy)),
  );

test.each([
  ['SubmitJob', rules.sourceUploaded('UPLOADS'), { Ref: uploads }],
  ['RecordJob', rules.jobChanged('QUEUE'), { 'Fn::GetAtt': [queue, 'Arn'] }],
])('the rule of %s is the constant that the local bus matches by', (name, pattern, reference) => {
  const expected = JSON.parse(
    JSON.stringify(pattern).replace(/"(UPLOADS|QUEUE)"/, JSON.stringify(reference)),
  ) as object;
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: Match.exact(expected),
    State: 'ENABLED',
    Targets: [
      Match.objectLike({
        Arn: { 'Fn::GetAtt': [idOf('AWS::Lambda::Function', `Transcoding${name}`), 'Arn'] },
        DeadLetterConfig: {
          Arn: { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', `Transcoding${name}Undelivered`), 'Arn'] },
        },
      }),
    ],
  });
});

test('the rule of job events names no state, so CANCELED comes as well', () => {
  expect(Object.keys(rules.jobChanged('q').detail)).toEqual(['queue']);
});

test.each(['SubmitJob', 'RecordJob', 'Sweep'])('what %s gives up is kept', (name) => {
  template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
    FunctionName: { Ref: idOf('AWS::Lambda::Function', `Transcoding${name}`) },
    MaximumRetryAttempts: 2,
    DestinationConfig: {
      OnFailure: {
        Destination: { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', `Transcoding${name}Unhandled`), 'Arn'] },
      },
    },
  });
});

test('the handlers are modules for Node 24 on arm64, with a log that is not kept for ever', () => {
  template.allResourcesProperties('AWS::Lambda::Function', {
    Architectures: ['arm64'],
    Runtime: 'nodejs24.x',
    LoggingConfig: { LogGroup: Match.anyValue() },
  });
  template.resourceCountIs('AWS::Logs::LogGroup', 3);
  template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
});

test('a claim’s lease outlives its holder', () => {
  for (const handler of Object.values(template.findResources('AWS::Lambda::Function')))
    expect(handler['Properties']['Timeout']).toBeLessThan(120);
});

test.each(Object.values(schedules))('the sweeper is called every $everyMinutes min: $input', (schedule) => {
  const unit = schedule.everyMinutes === 1 ? 'minute' : 'minutes';
  template.hasResourceProperties('AWS::Events::Rule', {
    ScheduleExpression: `rate(${schedule.everyMinutes} ${unit})`,
    State: 'ENABLED',
    Targets: [
      Match.objectLike({
        Arn: { 'Fn::GetAtt': [idOf('AWS::Lambda::Function', 'TranscodingSweep'), 'Arn'] },
        Input: JSON.stringify(schedule.input),
      }),
    ],
  });
});

test('the handlers are told everything they ask for', () => {
  const { AWS_REGION, AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ...asked } =
    lambdaEnvSchema.shape;
  for (const handler of Object.values(template.findResources('AWS::Lambda::Function')))
    expect(Object.keys(handler['Properties']['Environment']['Variables']).sort()).toEqual(
      Object.keys(asked).sort(),
    );
});

test('no concurrency is reserved unless it is set', () => {
  template.allResourcesProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: Match.absent() });
  const set = synthesize({ settings: { reservedConcurrency: { submitJob: 5 } } }).template;
  set.hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: 5, Timeout: 110 });
});

const own = (name: string) => [
  `logs:CreateLogStream <Transcoding${name}Log.Arn>`,
  `logs:PutLogEvents <Transcoding${name}Log.Arn>`,
  `sqs:GetQueueAttributes <Transcoding${name}Unhandled.Arn>`,
  `sqs:GetQueueUrl <Transcoding${name}Unhandled.Arn>`,
  `sqs:SendMessage <Transcoding${name}Unhandled.Arn>`,
];
const all = [
  'dynamodb:GetItem <CatalogTable.Arn>',
  'dynamodb:PutItem <CatalogTable.Arn>',
  'dynamodb:UpdateItem <CatalogTable.Arn>',
  's3:GetObject <BucketsUploads.Arn>/uploads/shark/*',
  's3:ListBucket <BucketsUploads.Arn>',
];
const reckoning = ['dynamodb:DeleteItem <CatalogTable.Arn>', 'dynamodb:Query <CatalogTable.Arn>'];
const finishing = [
  's3:DeleteObject <BucketsMedia.Arn>/shark/i/*',
  's3:DeleteObject <BucketsMedia.Arn>/shark/v/*',
  's3:GetObject <BucketsMedia.Arn>/shark/v/*',
  's3:ListBucket <BucketsMedia.Arn>',
  's3:PutObject <BucketsMedia.Arn>/shark/i/*',
  's3:PutObject <BucketsMedia.Arn>/shark/v/*/captions/*.vtt',
  's3:PutObject <BucketsMedia.Arn>/shark/v/*/frames/cover.*',
  's3:PutObject <BucketsMedia.Arn>/shark/v/*/storyboard.vtt',
];
const jobs = ['<TranscodingQueue.Arn>', 'arn:aws:mediaconvert:eu-west-1:<AWS::AccountId>:jobs/*'];
const making = [
  'iam:PassRole <TranscodingRole.Arn>',
  ...jobs.flatMap((arn) => [`mediaconvert:CreateJob ${arn}`, `mediaconvert:TagResource ${arn}`]),
  'mediaconvert:Probe *',
  'mediaconvert:SearchJobs *',
];

test.each([
  ['submit-job', 'TranscodingSubmitJobRole', [...own('SubmitJob'), ...all, ...reckoning, ...making]],
  ['record-job', 'TranscodingRecordJobRole', [...own('RecordJob'), ...all, ...finishing]],
  [
    'sweep',
    'TranscodingSweepRole',
    [
      ...own('Sweep'),
      ...[...all, ...reckoning, ...making, ...finishing],
      'dynamodb:Query <CatalogTable.Arn>/index/due',
      ...['AbortMultipartUpload', 'DeleteObject', 'ListMultipartUploadParts'].map(
        (action) => `s3:${action} <BucketsUploads.Arn>/uploads/shark/*`,
      ),
      ...['CancelJob', 'GetJob'].map((action) => `mediaconvert:${action} ${jobs[1]}`),
    ],
  ],
  [
    'MediaConvert',
    'TranscodingRole',
    ['s3:GetObject <BucketsUploads.Arn>/uploads/shark/*', 's3:PutObject <BucketsMedia.Arn>/shark/v/*'],
  ],
])('%s may do exactly this', (_, role, expected) => {
  expect(policyOf(role)).toEqual(expected.sort());
});

test('MediaConvert takes its role for jobs of this queue only, and nobody hands it to anything else', () => {
  const conditions = statementsIn(template.toJSON())
    .filter(({ Action }) => Action.includes('iam:PassRole'))
    .map(({ Condition }) => Condition);
  const passed = { StringEquals: { 'iam:PassedToService': 'mediaconvert.amazonaws.com' } };
  expect(conditions).toEqual([passed, passed]);
  template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        Match.objectLike({
          Principal: { Service: 'mediaconvert.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
            ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [queue, 'Arn'] } },
          },
        }),
      ],
    },
  });
});
