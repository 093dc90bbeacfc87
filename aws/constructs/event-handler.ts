import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type EventPattern, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Function as Handler, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { type BundlingOptions, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

export type EventHandlerProps = {
  /** The handler's file, by path from the repository's root. */
  entry: string;
  root: string;
  timeout: Duration;
  logRetention: RetentionDays;
  reservedConcurrency: number | undefined;
};

/** One module with all it needs, the SDK's own version among it: Lambda's changes without notice. */
const bundling: BundlingOptions = {
  format: OutputFormat.ESM,
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  keepNames: true,
  bundleAwsSDK: true,
  // Bundled CommonJS asks for `require`, which a module does not have.
  banner: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
};

function deadLetters(scope: Construct, id: string): Queue {
  const queue = new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  acknowledge(queue, {
    'AwsSolutions-SQS3': 'It is a queue of dead letters itself.',
    'Serverless-SQSRedrivePolicy': 'It is a queue of dead letters itself.',
  });
  return queue;
}

/**
 * A Lambda behind EventBridge rules. What cannot be delivered to it and what it did not get done after three attempts
 * end in a queue each: EventBridge's dead letters know nothing of a handler that throws.
 */
export class EventHandler extends Construct {
  readonly handler: Handler;
  readonly log: LogGroup;
  readonly undelivered: Queue;
  readonly unhandled: Queue;

  constructor(scope: Construct, id: string, props: EventHandlerProps) {
    super(scope, id);
    this.undelivered = deadLetters(this, 'Undelivered');
    this.unhandled = deadLetters(this, 'Unhandled');
    this.log = new LogGroup(this, 'Log', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.handler = this.createHandler(props);
  }

  private createHandler({ entry, root, timeout, reservedConcurrency }: EventHandlerProps) {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.log.grantWrite(role);
    const handler = new NodejsFunction(this, 'Handler', {
      entry: `${root}/${entry}`,
      projectRoot: root,
      depsLockFilePath: `${root}/package-lock.json`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout,
      role,
      logGroup: this.log,
      onFailure: new SqsDestination(this.unhandled),
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      ...(reservedConcurrency && { reservedConcurrentExecutions: reservedConcurrency }),
      bundling,
    });
    acknowledge(handler, {
      'Serverless-LambdaDLQ':
        'The failure destination does what a dead letter target does and keeps the reason as well.',
      'Serverless-LambdaTracing':
        'Each decision is one JSON log line with the video’s id; tracing would add permissions on every resource.',
    });
    return handler;
  }

  /** Calls the handler for events of a pattern; twenty-four hours of trying, then the dead letters. */
  on(id: string, eventPattern: EventPattern): void {
    const target = new LambdaFunction(this.handler, {
      deadLetterQueue: this.undelivered,
      maxEventAge: Duration.hours(24),
      retryAttempts: 185,
    });
    new Rule(this, id, { eventPattern, targets: [target] });
  }

  /** Calls the handler with `input` every so many minutes; a call that cannot be made is made up for by the next. */
  every(id: string, { everyMinutes, input }: { everyMinutes: number; input: object }): void {
    const target = new LambdaFunction(this.handler, {
      event: RuleTargetInput.fromObject(input),
      deadLetterQueue: this.undelivered,
      retryAttempts: 0,
    });
    new Rule(this, id, { schedule: Schedule.rate(Duration.minutes(everyMinutes)), targets: [target] });
  }
}
