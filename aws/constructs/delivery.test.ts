import { generateKeyPairSync } from 'node:crypto';
import { Match } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { readSigningKey } from '../signing-keys.ts';
import { statementsIn, synthesize, testKey } from '../testing/synth.ts';

const { template } = synthesize();
const newKey = () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return readSigningKey(publicKey.export({ type: 'spki', format: 'pem' }).toString());
};
const distribution = (config: object) =>
  template.hasResourceProperties('AWS::CloudFront::Distribution', { DistributionConfig: config });

test('without a signed cookie nobody gets anything', () => {
  distribution({
    CacheBehaviors: Match.absent(),
    DefaultCacheBehavior: {
      TrustedKeyGroups: [{ Ref: Match.stringLikeRegexp('^DeliveryKeys') }],
      ViewerProtocolPolicy: 'https-only',
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS'],
    },
  });
});

test('it answers on its own domain, with TLS 1.2 at least, and over HTTP/3', () => {
  distribution({
    Aliases: ['media.video.example.com'],
    ViewerCertificate: {
      AcmCertificateArn: Match.stringLikeRegexp('^arn:aws:acm:us-east-1:'),
      MinimumProtocolVersion: 'TLSv1.2_2021',
      SslSupportMethod: 'sni-only',
    },
    HttpVersion: 'http2and3',
  });
});

test('requests are logged, cookies are not', () => {
  distribution({ Logging: { IncludeCookies: false, Prefix: 'cloudfront/' } });
});

test('this distribution alone may read the media bucket and list it, so that missing is 404', () => {
  const ofCloudFront = statementsIn(template.toJSON()).filter(({ Principal }) =>
    JSON.stringify(Principal ?? '').includes('cloudfront'),
  );
  expect(ofCloudFront).toMatchObject([
    {
      Action: ['s3:GetObject', 's3:ListBucket'],
      Condition: { StringEquals: { 'AWS:SourceArn': expect.anything() } },
    },
  ]);
  template.hasResourceProperties('AWS::CloudFront::OriginAccessControl', {
    OriginAccessControlConfig: { SigningBehavior: 'always', SigningProtocol: 'sigv4' },
  });
});

test('the list itself cannot be asked for', () => distribution({ DefaultRootObject: 'index.html' }));

test('the cache knows objects by their path alone', () => {
  template.hasResourceProperties('AWS::CloudFront::CachePolicy', {
    CachePolicyConfig: {
      ParametersInCacheKeyAndForwardedToOrigin: {
        CookiesConfig: { CookieBehavior: 'none' },
        HeadersConfig: { HeaderBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'none' },
        EnableAcceptEncodingBrotli: false,
        EnableAcceptEncodingGzip: false,
      },
    },
  });
});

test('the app’s origin, by name, may read with credentials', () => {
  template.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
    ResponseHeadersPolicyConfig: {
      CorsConfig: {
        AccessControlAllowCredentials: true,
        AccessControlAllowOrigins: { Items: ['https://app.video.example.com'] },
        AccessControlAllowHeaders: { Items: Match.not(Match.arrayWith(['*'])) },
        OriginOverride: true,
      },
    },
  });
});

test('while keys are rotated both are trusted, and the first one stays the resource it was', () => {
  const keys = [testKey, newKey()];
  const { template: rotating } = synthesize({ signingKeys: keys });
  const before = Object.keys(template.findResources('AWS::CloudFront::PublicKey'));
  const after = Object.keys(rotating.findResources('AWS::CloudFront::PublicKey'));
  expect(after).toHaveLength(2);
  expect(after).toEqual(expect.arrayContaining(before));
  rotating.resourceCountIs('AWS::CloudFront::KeyGroup', 1);
  rotating.hasResourceProperties('AWS::CloudFront::KeyGroup', {
    KeyGroupConfig: { Items: after.map((Ref) => ({ Ref })) },
  });
  const told = JSON.stringify(rotating.findOutputs('KeyPairIds'));
  for (const { fingerprint } of keys) expect(told).toContain(fingerprint);
});

test('another key is another resource', () => {
  const [before, after] = [template, synthesize({ signingKeys: [newKey()] }).template].map((one) =>
    Object.keys(one.findResources('AWS::CloudFront::PublicKey')),
  );
  expect(after).not.toEqual(before);
});
