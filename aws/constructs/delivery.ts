import { Duration } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Construct } from 'constructs';
import { mediaCors } from '../../shared/cors.ts';
import { appOriginOf, type Settings } from '../settings.ts';
import type { SigningKey } from '../signing-keys.ts';
import { acknowledge } from './acknowledge.ts';
import type { MediaBuckets } from './media-buckets.ts';

export type DeliveryProps = { buckets: MediaBuckets; settings: Settings; signingKeys: SigningKey[] };

const accepted = {
  'AwsSolutions-CFR1': 'Who may watch is decided by invitation, wherever they are.',
  'Annotation::@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk':
    'A root object is set, so no request can ask for the list.',
  'AwsSolutions-CFR2':
    'Every request needs a signed cookie and reads one object; there is nothing for a firewall to inspect.',
};

/** The media host: CloudFront in front of the media bucket, for bearers of a signed cookie only. */
export class Delivery extends Construct {
  readonly distribution: cloudfront.Distribution;
  /** Id of each trusted public key, by its fingerprint. */
  readonly keyPairIds: Record<string, string>;

  constructor(scope: Construct, id: string, props: DeliveryProps) {
    super(scope, id);
    const { buckets, settings, signingKeys } = props;
    if (signingKeys.length === 0) throw new TypeError('delivery needs a public key to check cookies with');
    const keys = signingKeys.map(({ fingerprint, pem }) => this.createKey(fingerprint, pem));
    this.keyPairIds = Object.fromEntries(
      signingKeys.map(({ fingerprint }, index) => [fingerprint, keys[index]?.publicKeyId ?? '']),
    );
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: `Media of ${settings.appDomain}`,
      domainNames: [settings.mediaDomain],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', settings.certificateArn),
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      priceClass: cloudfront.PriceClass.PRICE_CLASS_ALL,
      // Names no object: without it `/` would ask the bucket for its list.
      defaultRootObject: 'index.html',
      enableLogging: true,
      logBucket: buckets.logs,
      logFilePrefix: 'cloudfront/',
      logIncludesCookies: false,
      defaultBehavior: this.behavior(props, keys),
    });
    acknowledge(this.distribution, accepted);
  }

  private behavior({ buckets, settings }: DeliveryProps, items: cloudfront.PublicKey[]) {
    const origin = S3BucketOrigin.withOriginAccessControl(buckets.media, {
      // Listing makes a missing object 404, so that 403 always means a refused cookie.
      originAccessLevels: [cloudfront.AccessLevel.READ, cloudfront.AccessLevel.LIST],
    });
    return {
      origin,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      trustedKeyGroups: [new cloudfront.KeyGroup(this, 'Keys', { items })],
      cachePolicy: this.createCachePolicy(),
      responseHeadersPolicy: this.createHeaders(settings),
      compress: false,
    };
  }

  /** A public key cannot be changed, so another key has to be another construct. */
  private createKey(fingerprint: string, encodedKey: string): cloudfront.PublicKey {
    return new cloudfront.PublicKey(this, `Key${fingerprint}`, { encodedKey });
  }

  /** The path alone names an object: neither cookies nor Origin may split the cache. */
  private createCachePolicy(): cloudfront.CachePolicy {
    return new cloudfront.CachePolicy(this, 'CacheByPath', {
      cookieBehavior: cloudfront.CacheCookieBehavior.none(),
      headerBehavior: cloudfront.CacheHeaderBehavior.none(),
      queryStringBehavior: cloudfront.CacheQueryStringBehavior.none(),
      enableAcceptEncodingGzip: false,
      enableAcceptEncodingBrotli: false,
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.days(1),
      maxTtl: Duration.days(365),
    });
  }

  /** The managed policies say `*`, which browsers do not take together with cookies. */
  private createHeaders(settings: Settings): cloudfront.ResponseHeadersPolicy {
    return new cloudfront.ResponseHeadersPolicy(this, 'Headers', {
      corsBehavior: {
        accessControlAllowOrigins: [appOriginOf(settings)],
        accessControlAllowCredentials: true,
        accessControlAllowMethods: [...mediaCors.methods],
        accessControlAllowHeaders: [...mediaCors.allowHeaders],
        accessControlExposeHeaders: [...mediaCors.exposeHeaders],
        accessControlMaxAge: Duration.seconds(mediaCors.maxAgeSeconds),
        originOverride: true,
      },
      securityHeadersBehavior: {
        contentTypeOptions: { override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(365),
          includeSubdomains: false,
          override: true,
        },
      },
    });
  }
}
