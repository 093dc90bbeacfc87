import { Duration } from 'aws-cdk-lib';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Transcoding } from './transcoding.ts';

/** CloudFront counts in us-east-1, wherever the rest is. */
const served = { region: 'us-east-1', period: Duration.minutes(5) };

const graph = (title: string, left: cloudwatch.IMetric[]) =>
  new cloudwatch.GraphWidget({ title, left, width: 12 });

export type DashboardProps = {
  alarms: cloudwatch.Alarm[];
  transcoding: Transcoding;
  distribution: Distribution;
};

/** One page: what is wrong, how jobs end, what the handlers do, what is watched. */
export function createDashboard(scope: Construct, { alarms, transcoding, distribution }: DashboardProps) {
  const { submitJob, recordJob, sweep } = transcoding;
  const handlers = [submitJob, recordJob, sweep].map((one) => one.handler);
  const ended = ['JobsCompletedCount', 'JobsErroredCount', 'JobsCanceledCount'] as const;
  const calls = handlers.flatMap((handler) => [handler.metricInvocations(), handler.metricErrors()]);
  const longest = handlers.map((handler) => handler.metricDuration({ statistic: 'max' }));
  const media = [distribution.metricBytesDownloaded(served), distribution.metricRequests(served)];
  return new cloudwatch.Dashboard(scope, 'Dashboard', {
    widgets: [
      [new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms, width: 24 })],
      [
        graph(
          'Jobs',
          ended.map((name) => transcoding.metricJobs(name)),
        ),
        graph('Handlers: calls and errors', calls),
      ],
      [graph('Handlers: longest', longest), graph('Media: bytes and requests', media)],
    ],
  });
}
