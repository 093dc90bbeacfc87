import { Duration } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { alarmAddressOf, type Settings } from '../settings.ts';
import { acknowledge } from './acknowledge.ts';
import { createDashboard } from './dashboard.ts';
import type { Transcoding } from './transcoding.ts';

export type ObservabilityProps = {
  transcoding: Transcoding;
  distribution: Distribution;
  settings: Settings;
};

const period = Duration.minutes(5);

/** What tells a person that something is wrong: alarms by mail, one dashboard, a budget. */
export class Observability extends Construct {
  private readonly topic: Topic;

  constructor(scope: Construct, id: string, { transcoding, distribution, settings }: ObservabilityProps) {
    super(scope, id);
    const address = alarmAddressOf(settings);
    this.topic = new Topic(this, 'Alarms', { enforceSSL: true });
    const subscription = this.topic.addSubscription(new EmailSubscription(address));
    acknowledge(subscription, {
      'Serverless-SNSRedrivePolicy': 'Mail has no dead letters; the alarm itself stays raised in CloudWatch.',
    });
    const alarms = [...this.ofHandlers(transcoding), this.ofJobs(transcoding), this.ofStuck(transcoding)];
    createDashboard(this, { alarms, transcoding, distribution });
    this.createBudget(address, settings);
  }

  private alarm(id: string, metric: cloudwatch.IMetric, alarmDescription: string): cloudwatch.Alarm {
    const alarm = new cloudwatch.Alarm(this, id, {
      metric,
      alarmDescription,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    return alarm;
  }

  private ofHandlers({ submitJob, recordJob, sweep }: Transcoding): cloudwatch.Alarm[] {
    return Object.entries({ SubmitJob: submitJob, RecordJob: recordJob, Sweep: sweep }).flatMap(
      ([name, one]) => {
        const depth = { period, statistic: 'max' };
        return [
          this.alarm(
            `${name}Undelivered`,
            one.undelivered.metricApproximateNumberOfMessagesVisible(depth),
            `Events did not reach ${name}; redrive its queue of undelivered events.`,
          ),
          this.alarm(
            `${name}Unhandled`,
            one.unhandled.metricApproximateNumberOfMessagesVisible(depth),
            `${name} gave events up after three attempts; read its log, then send them again.`,
          ),
          this.alarm(
            `${name}Errors`,
            one.handler.metricErrors({ period, statistic: 'sum' }),
            `${name} failed at an event, which comes again; read its log.`,
          ),
        ];
      },
    );
  }

  private ofJobs(transcoding: Transcoding): cloudwatch.Alarm {
    const errored = transcoding.metricJobs('JobsErroredCount');
    return this.alarm('JobsErrored', errored, 'A transcoding job failed; the video says why.');
  }

  /** The sweeper says in one line of its log which video stands still. */
  private ofStuck({ sweep }: Transcoding): cloudwatch.Alarm {
    const filter = new MetricFilter(this, 'Stuck', {
      logGroup: sweep.log,
      filterPattern: FilterPattern.stringValue('$.decision', '=', 'stuck'),
      metricNamespace: 'Shark',
      metricName: 'StuckVideos',
    });
    return this.alarm(
      'VideosStuck',
      filter.metric({ period, statistic: 'sum' }),
      'A video has not become ready for half a day; the log of Sweep names it.',
    );
  }

  /** The account's costs: mail at 80 per cent, and when the month is forecast to pass the whole. */
  private createBudget(address: string, { monthlyBudgetUsd }: Settings): void {
    const at = (notificationType: string, threshold: number) => ({
      notification: {
        notificationType,
        threshold,
        comparisonOperator: 'GREATER_THAN',
        thresholdType: 'PERCENTAGE',
      },
      subscribers: [{ subscriptionType: 'EMAIL', address }],
    });
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthlyBudgetUsd, unit: 'USD' },
      },
      notificationsWithSubscribers: [at('ACTUAL', 80), at('FORECASTED', 100)],
    });
  }
}
