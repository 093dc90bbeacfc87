import { Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnQueue } from 'aws-cdk-lib/aws-mediaconvert';
import { Construct } from 'constructs';
import { rules } from '../../shared/events/rules.ts';
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

/** EventBridge's L2 names the detail type in camel case; the constants are as EventBridge itself reads them. */
const patternOf = ({
  source,
  'detail-type': detailType,
  detail,
}: ReturnType<(typeof rules)[keyof typeof rules]>): EventPattern => ({ source, detailType, detail });

/** From a file that arrived to a video that plays: MediaConvert's queue and role, and the two handlers. */
export class Transcoding extends Construct {
  readonly queue: CfnQueue;
  readonly submitJob: EventHandler;
  readonly recordJob: EventHandler;

  constructor(scope: Construct, id: string, { table, buckets, settings, root }: TranscodingProps) {
    super(scope, id);
    this.queue = new CfnQueue(this, 'Queue', { pricingPlan: 'ON_DEMAND', description: 'Videos of Shark' });
    const role = this.createRole(buckets);
    const { reservedConcurrency, logDays: logRetention, org, maxShortSide } = settings;
    const common = { root, logRetention };
    // Shorter than the claim's lease of two minutes: who takes a claim over must find its holder gone.
    this.submitJob = new EventHandler(this, 'SubmitJob', {
      ...{ ...common, entry: 'aws/lambdas/submit-job.lambda.ts', timeout: Duration.seconds(110) },
      reservedConcurrency: reservedConcurrency.submitJob,
    });
    this.recordJob = new EventHandler(this, 'RecordJob', {
      ...{ ...common, entry: 'aws/lambdas/record-job.lambda.ts', timeout: Duration.seconds(60) },
      reservedConcurrency: reservedConcurrency.recordJob,
    });
    for (const { handler } of [this.submitJob, this.recordJob]) {
      handler.addEnvironment('ORGS', org);
      handler.addEnvironment('MAX_SHORT_SIDE', String(maxShortSide));
      table.letWriteItems(handler);
      buckets.letReadSources(handler);
    }
    buckets.nameMedia(this.submitJob.handler);
    this.letMakeJobs(this.submitJob.handler, role);
    buckets.letFinishVersions(this.recordJob.handler);
    this.nameJobs(this.recordJob.handler, role);
    this.submitJob.on('SourceUploaded', patternOf(rules.sourceUploaded(buckets.uploads.bucketName)));
    this.recordJob.on('JobChanged', patternOf(rules.jobChanged(this.queue.attrArn)));
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
