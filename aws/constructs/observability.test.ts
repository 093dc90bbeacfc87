import { Match } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { alarmsOfStack } from '../../shared/monthly.ts';
import { synthesize } from '../testing/synth.ts';

const { template } = synthesize();

test.each([
  ...['SubmitJob', 'RecordJob', 'Sweep'].flatMap((name) => [
    [
      `events that do not reach ${name}`,
      'AWS/SQS',
      'ApproximateNumberOfMessagesVisible',
      `${name}Undelivered`,
    ],
    [`events that ${name} gives up`, 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', `${name}Unhandled`],
    [`errors of ${name}`, 'AWS/Lambda', 'Errors', `${name}Handler`],
  ]),
  ['jobs that fail', 'AWS/MediaConvert', 'JobsErroredCount', 'TranscodingQueue'],
])('an alarm tells of %s', (_, Namespace, MetricName, resource) => {
  const alarms = template.findResources('AWS::CloudWatch::Alarm', {
    Properties: { Namespace, MetricName, Threshold: 1, TreatMissingData: 'notBreaching' },
  });
  const ofResource = Object.values(alarms).filter((alarm) =>
    JSON.stringify(alarm['Properties']['Dimensions']).includes(`${resource}`),
  );
  expect(ofResource).toHaveLength(1);
  expect(ofResource[0]?.['Properties']['AlarmActions']).toEqual([
    { Ref: expect.stringMatching(/^ObservabilityAlarms/) },
  ]);
});

test('an alarm tells of videos that stand still, by the line that the sweeper writes', () => {
  template.hasResourceProperties('AWS::Logs::MetricFilter', {
    FilterPattern: '{ $.decision = "stuck" }',
    LogGroupName: { Ref: Match.stringLikeRegexp('^TranscodingSweepLog') },
    MetricTransformations: [
      Match.objectLike({ MetricName: 'StuckVideos', MetricNamespace: 'Shark', MetricValue: '1' }),
    ],
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'StuckVideos', Threshold: 1 });
});

test('there are as many alarms as a month is reckoned with', () => {
  template.resourceCountIs('AWS::CloudWatch::Alarm', alarmsOfStack);
});

test('alarms go to the first admin, or to who is named', () => {
  const at = (Endpoint: string) => ({ Protocol: 'email', Endpoint });
  template.hasResourceProperties('AWS::SNS::Subscription', at('admin@example.com'));
  const { template: named } = synthesize({ settings: { alarmEmail: 'ops@example.com' } });
  named.hasResourceProperties('AWS::SNS::Subscription', at('ops@example.com'));
});

test('the month has a budget, with mail before it is spent', () => {
  synthesize({ settings: { monthlyBudgetUsd: 20 } }).template.hasResourceProperties('AWS::Budgets::Budget', {
    Budget: { BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 20, Unit: 'USD' } },
    NotificationsWithSubscribers: [
      Match.objectLike({ Notification: Match.objectLike({ NotificationType: 'ACTUAL', Threshold: 80 }) }),
      Match.objectLike({
        Notification: Match.objectLike({ NotificationType: 'FORECASTED', Threshold: 100 }),
      }),
    ],
  });
});

test('one dashboard shows alarms, jobs, handlers and media', () => {
  template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  const body = JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'));
  for (const shown of ['JobsErroredCount', 'JobsCanceledCount', 'Invocations', 'BytesDownloaded'])
    expect(body).toContain(shown);
});
