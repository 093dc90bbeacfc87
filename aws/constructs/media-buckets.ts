import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  CfnBucket,
  HttpMethods,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct, type IConstruct } from 'constructs';
import { uploadsCors } from '../../shared/cors.ts';
import { uploadLifeDays } from '../../shared/upload.ts';
import { appOriginOf, type Settings } from '../settings.ts';
import { acknowledge, acknowledgeWildcard } from './acknowledge.ts';

/** Nobody from outside, nothing unencrypted, on the wire or at rest. */
const closed = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  encryption: BucketEncryption.S3_MANAGED,
  enforceSSL: true,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
} satisfies BucketProps;

const noServerLogs = {
  'AwsSolutions-S1':
    'Requests are logged where they are decided, by the Worker, the handlers and CloudFront; S3 server access logs would record presigned URLs.',
};

/** Where files arrive, where what was made of them lies, and CloudFront's logs. */
export class MediaBuckets extends Construct {
  readonly uploads: IBucket;
  readonly media: IBucket;
  readonly logs: IBucket;
  /** Object ARNs a video passes through: its source, what was made of it, captions and posters people added, its card image. */
  readonly objects: Record<'sources' | 'versions' | 'captions' | 'posters' | 'images', string>;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const removalPolicy = settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.uploads = this.createUploads({ removalPolicy }, settings);
    this.media = this.createBucket('Media', { removalPolicy });
    this.logs = this.createBucket('Logs', {
      removalPolicy,
      // CloudFront's standard logging delivers by ACL.
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [{ id: 'old-logs', expiration: Duration.days(settings.logDays) }],
    });
    const { org } = settings;
    this.objects = {
      sources: this.uploads.arnForObjects(`uploads/${org}/*`),
      versions: this.media.arnForObjects(`${org}/v/*`),
      captions: this.media.arnForObjects(`${org}/v/*/captions/*`),
      posters: this.media.arnForObjects(`${org}/v/*/posters/*`),
      images: this.media.arnForObjects(`${org}/i/*`),
    };
  }

  private createBucket(id: string, props: BucketProps): Bucket & IBucket {
    const bucket = new Bucket(this, id, { ...closed, ...props });
    acknowledge(bucket, noServerLogs);
    // The library's own types do not hold under exactOptionalPropertyTypes: a Bucket is an IBucket.
    return bucket as Bucket & IBucket;
  }

  private createUploads(props: BucketProps, settings: Settings): IBucket {
    const bucket = this.createBucket('Uploads', {
      ...props,
      lifecycleRules: [
        { id: 'abandoned-uploads', abortIncompleteMultipartUploadAfter: Duration.days(uploadLifeDays) },
      ],
      cors: [
        {
          allowedOrigins: [appOriginOf(settings)],
          allowedMethods: uploadsCors.methods.map((method) => HttpMethods[method]),
          allowedHeaders: [...uploadsCors.allowHeaders],
          exposedHeaders: [...uploadsCors.exposeHeaders],
          maxAge: uploadsCors.maxAgeSeconds,
        },
      ],
    });
    const resource = bucket.node.defaultChild;
    if (!(resource instanceof CfnBucket)) throw new TypeError('a bucket without its resource');
    // S3's own property: the L2's flag would deploy a Lambda that sets it.
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    return bucket;
  }

  /** Accepts, on who may use them, that objects are named by prefix. */
  acknowledgeObjects(construct: IConstruct, ...kinds: (keyof MediaBuckets['objects'])[]): void {
    const reason = 'Objects of one kind and one organisation; their names come with the videos.';
    for (const kind of kinds) acknowledgeWildcard(construct, this.objects[kind], reason);
  }

  /** Names the uploads bucket to a handler and lets it read sources; listing makes a missing one 404 instead of 403. */
  letReadSources(handler: LambdaFunction): void {
    this.acknowledgeObjects(handler, 'sources');
    handler.addEnvironment('UPLOADS_BUCKET', this.uploads.bucketName);
    const list = { actions: ['s3:ListBucket'], resources: [this.uploads.bucketArn] };
    const read = { actions: ['s3:GetObject'], resources: [this.objects.sources] };
    for (const props of [read, list]) handler.addToRolePolicy(new PolicyStatement(props));
  }

  /** Lets a handler look for uploads that nobody finished and remove sources. */
  letClearSources(handler: LambdaFunction): void {
    const actions = ['s3:ListMultipartUploadParts', 's3:AbortMultipartUpload', 's3:DeleteObject'];
    handler.addToRolePolicy(new PolicyStatement({ actions, resources: [this.objects.sources] }));
  }

  /** Names the media bucket to a handler that only plans what goes there. */
  nameMedia(handler: LambdaFunction): void {
    handler.addEnvironment('MEDIA_BUCKET', this.media.bucketName);
  }

  /** Names the media bucket to a handler and lets it read what was made, add to it and keep card images. */
  letFinishVersions(handler: LambdaFunction): void {
    const { versions, images } = this.objects;
    const added = ['storyboard.vtt', 'captions/*.vtt', 'frames/cover.*'].map((name) => `${versions}/${name}`);
    this.acknowledgeObjects(handler, 'versions', 'images');
    for (const files of added)
      acknowledgeWildcard(handler, files, 'They lie in the folders of videos that do not exist yet.');
    this.nameMedia(handler);
    for (const props of [
      { actions: ['s3:GetObject'], resources: [versions] },
      { actions: ['s3:ListBucket'], resources: [this.media.bucketArn] },
      { actions: ['s3:PutObject'], resources: [...added, images] },
      { actions: ['s3:DeleteObject'], resources: [images, versions] },
    ])
      handler.addToRolePolicy(new PolicyStatement(props));
  }
}
