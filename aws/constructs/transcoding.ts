import { Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnQueue } from 'aws-cdk-lib/aws-mediaconvert';
import { Construct } from 'constructs';
import { rules } from '../../shared/events/rules.ts';
import { schedules } from '../../shared/events/schedules.ts';
import type { Settings } from '../settings.ts';
import { acknowledgeWildcard } from './acknowledge.ts';
import type { CatalogTable } from './catalog-table.ts';
import { EventHandler } from './event-handler.ts';
import type { MediaBuckets } from './media-buckets.ts';

export type TranscodingProps = {
  table: CatalogTable;
  buckets: MediaBuckets;
  settings: Settings;
  root: string;
};

type Stores = Pick<TranscodingProps, 'table' | 'buckets'>;

/** Shorter than the claim's lease of two minutes: who takes a claim over must find its holder gone. */
const claimHolder = Duration.seconds(110);

const concurrencyOf = { SubmitJob: 'submitJob', RecordJob: 'recordJob', Sweep: 'sweep' } as const;

/** EventBridge's L2 names the detail type in camel case; the constants are as EventBridge itself reads them. */
const patternOf = ({
  source,
  'detail-type': detailType,
  detail,
}: ReturnType<(typeof rules)[keyof typeof rules]>): EventPattern => ({ source, detailType, detail });

/** From a file that arrived to a video that plays: MediaConvert's queue and role, and the three handlers. */
export class Transcoding extends Construct {
  readonly queue: CfnQueue;
  readonly submitJob: EventHandler;
  readonly recordJob: EventHandler;
  readonly sweep: EventHandler;

  constructor(scope: Construct, id: string, { table, buckets, settings, root }: TranscodingProps) {
    super(scope, id);
    this.queue = new CfnQueue(this, 'Queue', { pricingPlan: 'ON_DEMAND', description: 'Videos of Shark' });
    const role = this.createRole(buckets);
    this.submitJob = this.createHandler(
      'SubmitJob',
      'aws/lambdas/submit-job.lambda.ts',
      claimHolder,
      settings,
      root,
    );
    this.recordJob = this.createHandler(
      'RecordJob',
      'aws/lambdas/record-job.lambda.ts',
      Duration.seconds(60),
      settings,
      root,
    );
    this.sweep = this.createHandler('Sweep', 'aws/lambdas/sweep.lambda.ts', claimHolder, settings, root);
    this.letSubmit(this.submitJob.handler, { table, buckets }, role);
    this.letRecord(this.recordJob.handler, { table, buckets });
    this.nameJobs(this.recordJob.handler, role);
    this.letSweep({ table, buckets }, role);
    this.submitJob.on('SourceUploaded', patternOf(rules.sourceUploaded(buckets.uploads.bucketName)));
    this.recordJob.on('JobChanged', patternOf(rules.jobChanged(this.queue.attrArn)));
    this.sweep.every('Due', schedules.due);
    this.sweep.every('Strays', schedules.strays);
  }

  private createHandler(
    id: 'SubmitJob' | 'RecordJob' | 'Sweep',
    entry: string,
    timeout: Duration,
    { reservedConcurrency, logDays, org, monthlyCapUsd, maxShortSide }: Settings,
    root: string,
  ): EventHandler {
    const made = new EventHandler(this, id, {
      ...{ root, timeout, logRetention: logDays, entry },
      reservedConcurrency: reservedConcurrency[concurrencyOf[id]],
    });
    made.handler.addEnvironment('ORGS', org);
    made.handler.addEnvironment('MAX_SHORT_SIDE', String(maxShortSide));
    made.handler.addEnvironment('MONTHLY_CAP_USD', String(monthlyCapUsd));
    return made;
  }

  private letSubmit(handler: LambdaFunction, { table, buckets }: Stores, role: Role): void {
    table.letWriteItems(handler);
    table.letReckon(handler);
    buckets.letReadSources(handler);
    buckets.nameMedia(handler);
    this.letMakeJobs(handler, role);
  }

  private letRecord(handler: LambdaFunction, { table, buckets }: Stores): void {
    table.letWriteItems(handler);
    buckets.letReadSources(handler);
    buckets.letFinishVersions(handler);
  }

  /** The sweeper does whatever the others left undone, and purges. */
  private letSweep({ table, buckets }: Stores, role: Role): void {
    const { handler } = this.sweep;
    this.letSubmit(handler, { table, buckets }, role);
    buckets.letFinishVersions(handler);
    buckets.letClearSources(handler);
    table.letSeeDue(handler);
    const jobs = Stack.of(this).formatArn({ service: 'mediaconvert', resource: 'jobs', resourceName: '*' });
    const actions = ['mediaconvert:GetJob', 'mediaconvert:CancelJob'];
    handler.addToRolePolicy(new PolicyStatement({ actions, resources: [jobs] }));
  }

  /** The queue's jobs that ended in one way, five minutes at a time. */
  metricJobs(metricName: 'JobsCompletedCount' | 'JobsErroredCount' | 'JobsCanceledCount'): Metric {
    const dimensionsMap = { Queue: this.queue.attrArn };
    const namespace = 'AWS/MediaConvert';
    return new Metric({
      namespace,
      metricName,
      dimensionsMap,
      statistic: 'sum',
      period: Duration.minutes(5),
    });
  }

  /**
   * What MediaConvert works with, for jobs of this queue only
   * (docs.aws.amazon.com/mediaconvert/latest/ug/cross-service-confused-deputy-prevention.html).
   */
  private createRole(buckets: MediaBuckets): Role {
    const { sources, versions } = buckets.objects;
    const conditions = {
      StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
      ArnEquals: { 'aws:SourceArn': this.queue.attrArn },
    };
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('mediaconvert.amazonaws.com', { conditions }),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: [sources] }));
    role.addToPolicy(new PolicyStatement({ actions: ['s3:PutObject'], resources: [versions] }));
    buckets.acknowledgeObjects(role, 'sources', 'versions');
    return role;
  }

  private nameJobs(handler: LambdaFunction, role: Role): void {
    handler.addEnvironment('MEDIACONVERT_ROLE_ARN', role.roleArn);
    handler.addEnvironment('MEDIACONVERT_QUEUE_ARN', this.queue.attrArn);
  }

  /** Jobs carry tags, which is an action of its own; Probe and SearchJobs know no resource to be confined to. */
  private letMakeJobs(handler: LambdaFunction, role: Role): void {
    this.nameJobs(handler, role);
    const jobs = Stack.of(this).formatArn({ service: 'mediaconvert', resource: 'jobs', resourceName: '*' });
    acknowledgeWildcard(handler, jobs, 'A job has its id from MediaConvert, after it was allowed.');
    acknowledgeWildcard(handler, '*', 'Probe and SearchJobs read only and know no resource.');
    const passing = { StringEquals: { 'iam:PassedToService': 'mediaconvert.amazonaws.com' } };
    for (const props of [
      {
        actions: ['mediaconvert:CreateJob', 'mediaconvert:TagResource'],
        resources: [this.queue.attrArn, jobs],
      },
      { actions: ['mediaconvert:Probe', 'mediaconvert:SearchJobs'], resources: ['*'] },
      { actions: ['iam:PassRole'], resources: [role.roleArn], conditions: passing },
    ])
      handler.addToRolePolicy(new PolicyStatement(props));
  }
}
