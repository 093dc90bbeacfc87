import { Duration } from 'aws-cdk-lib';
import {
  CfnOIDCProvider,
  type IPrincipal,
  ManagedPolicy,
  PolicyStatement,
  Role,
  User,
  WebIdentityPrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { workerIdentity, workerSessionSeconds } from '../../shared/worker-identity.ts';
import { appOriginOf, type Settings } from '../settings.ts';
import type { CatalogTable } from './catalog-table.ts';
import { actionsByResource, type EdgeResource } from './edge-actions.ts';
import type { Identity } from './identity.ts';
import type { MediaBuckets } from './media-buckets.ts';

export type EdgeAccessProps = {
  table: CatalogTable;
  buckets: MediaBuckets;
  identity: Identity;
  settings: Settings;
};

/**
 * Who the Worker is to AWS: a role that it takes by a token of its own, or, as the fallback, a user whose access key
 * the deployment command makes (no secret is ever in a template). Both may do exactly what `edge-actions.ts` says.
 */
export class EdgeAccess extends Construct {
  readonly role: Role | undefined;
  readonly user: User | undefined;

  constructor(scope: Construct, id: string, props: EdgeAccessProps) {
    super(scope, id);
    const policy = this.createPolicy(props);
    if (props.settings.workerAccess === 'keyless') {
      this.role = this.createRole(props.settings);
      this.role.addManagedPolicy(policy);
    } else {
      this.user = new User(this, 'User');
      this.user.addManagedPolicy(policy);
    }
  }

  private createPolicy({ table, buckets, identity }: EdgeAccessProps): ManagedPolicy {
    const arnOf: Record<EdgeResource, string> = {
      table: table.table.tableArn,
      publishedIndex: table.indexArn('published'),
      dueIndex: table.indexArn('due'),
      changedIndex: table.indexArn('changed'),
      userPool: identity.pool.userPoolArn,
      uploadsBucket: buckets.uploads.bucketArn,
      mediaBucket: buckets.media.bucketArn,
      ...buckets.objects,
    };
    const statements = [...actionsByResource()].map(
      ([resource, actions]) => new PolicyStatement({ actions, resources: [arnOf[resource]] }),
    );
    const description = 'What the Worker does, no more';
    const policy = new ManagedPolicy(this, 'Policy', { description, statements });
    buckets.acknowledgeObjects(policy, 'sources', 'versions', 'captions', 'posters', 'images');
    return policy;
  }

  /** Trusts the app's origin as an issuer, and of all it may sign the one subject. IAM reads its keys over https. */
  private createRole(settings: Settings): Role {
    const provider = new CfnOIDCProvider(this, 'Issuer', {
      url: appOriginOf(settings),
      clientIdList: [workerIdentity.audience],
    });
    const claim = (name: string) => `${settings.appDomain}:${name}`;
    const worker: IPrincipal = new WebIdentityPrincipal(provider.attrArn, {
      StringEquals: { [claim('aud')]: workerIdentity.audience, [claim('sub')]: workerIdentity.subject },
    });
    return new Role(this, 'Role', {
      assumedBy: worker,
      maxSessionDuration: Duration.seconds(workerSessionSeconds),
      description: 'The Worker',
    });
  }
}
