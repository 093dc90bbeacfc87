import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CatalogTable } from './constructs/catalog-table.ts';
import { Delivery } from './constructs/delivery.ts';
import { EdgeAccess } from './constructs/edge-access.ts';
import { Identity } from './constructs/identity.ts';
import { MediaBuckets } from './constructs/media-buckets.ts';
import { Observability } from './constructs/observability.ts';
import { Transcoding } from './constructs/transcoding.ts';
import { outputNameOf } from './outputs.ts';
import { appOriginOf, mailsPerDayOf, mediaOriginOf, type Settings } from './settings.ts';
import type { SigningKey } from './signing-keys.ts';

export type SharkProps = {
  settings: Settings;
  /** All public keys whose cookies are taken; two while one replaces the other. */
  signingKeys: SigningKey[];
  /** The repository's root, from which handlers are bundled. */
  root: string;
};

/** Everything of a deployment that is AWS's. */
export class SharkStack extends Stack {
  constructor(scope: Construct, { settings, signingKeys, root }: SharkProps) {
    // The stack's name is part of the names of CloudFront's policies, which are an account's own.
    super(scope, settings.stackName, {
      description: 'Shark Video-on-Demand',
      env: { region: settings.region },
    });
    const table = new CatalogTable(this, 'Catalog', settings);
    const buckets = new MediaBuckets(this, 'Buckets', settings);
    const transcoding = new Transcoding(this, 'Transcoding', { table, buckets, settings, root });
    const identity = new Identity(this, 'Identity', settings);
    const delivery = new Delivery(this, 'Delivery', { buckets, settings, signingKeys });
    const edge = new EdgeAccess(this, 'Edge', { table, buckets, identity, settings });
    const { distribution } = delivery;
    new Observability(this, 'Observability', { transcoding, distribution, settings });

    const { pool, domain, clients } = identity;
    this.tell({
      APP_ORIGIN: appOriginOf(settings),
      MEDIA_ORIGIN: mediaOriginOf(settings),
      COOKIE_DOMAIN: settings.parentDomain,
      ORG: settings.org,
      MONTHLY_CAP_USD: String(settings.monthlyCapUsd),
      AWS_REGION: settings.region,
      ...(edge.role && { ROLE_ARN: edge.role.roleArn }),
      TABLE_NAME: table.table.tableName,
      UPLOADS_BUCKET: buckets.uploads.bucketName,
      MEDIA_BUCKET: buckets.media.bucketName,
      USER_POOL_ID: pool.userPoolId,
      ISSUER: `https://cognito-idp.${settings.region}.amazonaws.com/${pool.userPoolId}`,
      LOGIN_ORIGIN: domain.baseUrl(),
      WEB_CLIENT_ID: clients.web.userPoolClientId,
      PERSON_CLIENT_IDS: clients.cli.userPoolClientId,
      BOT_CLIENTS: clients.bot ? this.toJsonString({ [clients.bot.userPoolClientId]: settings.org }) : '{}',
      INVITATION_DAYS: String(settings.invitationDays),
      MAILS_PER_DAY: String(mailsPerDayOf(settings)),
    });
    this.tell({
      DISTRIBUTION_DOMAIN: distribution.distributionDomainName,
      KEY_PAIR_IDS: this.toJsonString(delivery.keyPairIds),
      LOGS_BUCKET: buckets.logs.bucketName,
      ...(edge.user && { WORKER_USER: edge.user.userName }),
    });
  }

  /** Outputs, called as the Worker's vars are. */
  private tell(values: Record<string, string>): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, outputNameOf(name), { value });
  }
}
