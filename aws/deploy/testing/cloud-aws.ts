import type { CloudState } from './cloud-state.ts';

type Asked = { flag: (name: string) => string; all: (name: string) => string[]; rest: string[] };

/** Answers with JSON, null for nothing to say, or the name of an error. */
type Action = (state: CloudState, asked: Asked) => object | string | null;

const certificateOf = ({ certificates }: CloudState, { flag }: Asked) =>
  certificates.find(({ arn }) => arn === flag('certificate-arn'));

const tagsOf = (owner: string) => ({ Tags: [{ Key: 'shark-video:stack', Value: owner }] });
const ownerIn = ({ flag }: Asked) => flag('tags').split('Value=')[1] ?? '';

const acm: Record<string, Action> = {
  'acm list-certificates': ({ certificates }) => ({
    CertificateSummaryList: certificates.map(({ arn, domain }) => ({
      CertificateArn: arn,
      DomainName: domain,
    })),
  }),
  'acm request-certificate'(state, asked) {
    const arn = `arn:aws:acm:us-east-1:111122223333:certificate/${state.certificates.length}-a`;
    state.certificates.push({ arn, domain: asked.flag('domain-name'), owner: ownerIn(asked) });
    return { CertificateArn: arn };
  },
  'acm describe-certificate'(state, asked) {
    const found = certificateOf(state, asked);
    if (!found) return 'ResourceNotFoundException';
    const record = { Name: `_x.${found.domain}.`, Type: 'CNAME', Value: '_y.acm-validations.aws.' };
    const Status = state.recordsAdded ? 'ISSUED' : 'PENDING_VALIDATION';
    const DomainValidationOptions = [{ ResourceRecord: record }];
    return { Certificate: { Status, DomainName: found.domain, DomainValidationOptions } };
  },
  'acm list-tags-for-certificate': (state, asked) => tagsOf(certificateOf(state, asked)?.owner ?? 'nobody'),
  'acm delete-certificate'(state, asked) {
    if (state.stack) return 'ResourceInUseException';
    state.certificates = state.certificates.filter((one) => one !== certificateOf(state, asked));
    return null;
  },
};

const ses: Record<string, Action> = {
  'sesv2 get-account': ({ inSandbox }) => ({ ProductionAccessEnabled: !inSandbox }),
  'sesv2 get-email-identity'({ identities, recordsAdded }, { flag }) {
    const owner = identities.get(flag('email-identity'));
    if (owner === undefined) return 'NotFoundException';
    const DkimAttributes = { Tokens: ['t1', 't2', 't3'] };
    return { VerifiedForSendingStatus: recordsAdded, DkimAttributes, ...tagsOf(owner) };
  },
  'sesv2 create-email-identity'({ identities }, asked) {
    identities.set(asked.flag('email-identity'), ownerIn(asked));
    return {};
  },
  'sesv2 delete-email-identity'({ identities }, { flag }) {
    identities.delete(flag('email-identity'));
    return {};
  },
};

const retained = ['AWS::S3::Bucket', 'AWS::DynamoDB::GlobalTable', 'AWS::Cognito::UserPool'];
const noStack = 'ValidationError): Stack with id x does not exist (';

const cloudFormation: Record<string, Action> = {
  'cloudformation describe-stacks'({ stack }) {
    if (!stack) return noStack;
    const Outputs = Object.entries(stack.outputs).map(([OutputKey, OutputValue]) => ({
      OutputKey,
      OutputValue,
    }));
    return { Stacks: [{ StackStatus: 'CREATE_COMPLETE', Outputs }] };
  },
  'cloudformation list-stack-resources': ({ stack }) =>
    stack
      ? {
          StackResourceSummaries: stack.resources.map(({ type, id }) => ({
            LogicalResourceId: id,
            ResourceType: type,
            PhysicalResourceId: id,
          })),
        }
      : noStack,
  'cloudformation get-template'({ stack }) {
    if (!stack) return noStack;
    const DeletionPolicy = stack.keepData ? 'RetainExceptOnCreate' : 'Delete';
    const entries = stack.resources.map(({ type, id }) => [
      id,
      retained.includes(type) ? { Type: type, DeletionPolicy } : { Type: type },
    ]);
    return { TemplateBody: { Resources: Object.fromEntries(entries) } };
  },
  'cloudformation delete-stack'(state) {
    if (state.jobs.length > 0) return 'the queue has jobs';
    if (state.stack?.resources.some(({ type }) => type === 'AWS::IAM::User') && state.accessKeys.length > 0)
      return 'DeleteConflict';
    if (state.stack && !state.stack.keepData)
      for (const { id } of state.stack.resources) {
        if ((state.buckets.get(id)?.objects ?? 0) > 0) return 'BucketNotEmpty';
        for (const things of [state.buckets, state.tables, state.pools]) things.delete(id);
      }
    state.stack = null;
    return null;
  },
  'cloudformation wait': () => null,
};

const people: Record<string, Action> = {
  'cognito-idp admin-get-user'({ users }, { flag }) {
    const user = users.get(flag('username'));
    if (!user) return 'UserNotFoundException';
    return { UserStatus: user.status, UserLastModifiedDate: user.modifiedSeconds };
  },
  'cognito-idp admin-list-groups-for-user'({ users }, { flag }) {
    const groups = users.get(flag('username'))?.groups;
    return groups ? { Groups: groups.map((GroupName) => ({ GroupName })) } : 'UserNotFoundException';
  },
  'cognito-idp admin-create-user'(state, { flag }) {
    const known = state.users.get(flag('username'));
    if (known && flag('message-action') !== 'RESEND') return 'UsernameExistsException';
    const fresh = { groups: [], status: 'FORCE_CHANGE_PASSWORD' };
    state.users.set(flag('username'), { ...(known ?? fresh), modifiedSeconds: cloudNowMs() / 1000 });
    state.invitationsSent += 1;
    return {};
  },
  'cognito-idp admin-add-user-to-group'({ users }, { flag }) {
    const user = users.get(flag('username'));
    if (!user) return 'UserNotFoundException';
    user.groups = [...new Set([...user.groups, flag('group-name')])];
    return null;
  },
};

const startMs = Date.parse('2026-11-24T12:00:00Z');
export const cloudNowMs = () => startMs;

const iam: Record<string, Action> = {
  'iam list-access-keys': ({ accessKeys }) => ({
    AccessKeyMetadata: accessKeys.map((AccessKeyId) => ({ AccessKeyId })),
  }),
  'iam create-access-key'(state) {
    if (state.accessKeys.length >= 2) return 'LimitExceeded';
    const AccessKeyId = `AKIA${state.secretsSeen.size}`;
    const SecretAccessKey = `secret-access-key-${state.secretsSeen.size}`;
    state.secretsSeen.add(SecretAccessKey);
    state.accessKeys.push(AccessKeyId);
    return { AccessKey: { AccessKeyId, SecretAccessKey } };
  },
  'iam delete-access-key'(state, { flag }) {
    state.accessKeys = state.accessKeys.filter((id) => id !== flag('access-key-id'));
    return null;
  },
};

const stores: Record<string, Action> = {
  's3api get-bucket-location': ({ buckets }, { flag }) => (buckets.has(flag('bucket')) ? {} : 'NoSuchBucket'),
  's3api list-multipart-uploads'({ buckets }, { flag }) {
    const bucket = buckets.get(flag('bucket'));
    return bucket ? { Uploads: bucket.uploads.map((id) => ({ Key: 'k', UploadId: id })) } : 'NoSuchBucket';
  },
  's3api abort-multipart-upload'({ buckets }, { flag }) {
    const bucket = buckets.get(flag('bucket'));
    if (bucket) bucket.uploads = bucket.uploads.filter((id) => id !== flag('upload-id'));
    return null;
  },
  's3 rm'({ buckets }, { rest }) {
    const bucket = buckets.get(rest[0]?.slice('s3://'.length) ?? '');
    if (bucket) bucket.objects = 0;
    return null;
  },
  's3api delete-bucket'({ buckets }, { flag }) {
    const bucket = buckets.get(flag('bucket'));
    if (bucket && bucket.objects + bucket.uploads.length > 0) return 'BucketNotEmpty';
    return buckets.delete(flag('bucket')) ? null : 'NoSuchBucket';
  },
  'dynamodb update-table'({ tables }, { flag }) {
    const table = tables.get(flag('table-name'));
    if (table) table.isProtected = false;
    return table ? {} : 'ResourceNotFoundException';
  },
  'dynamodb delete-table'({ tables }, { flag }) {
    if (tables.get(flag('table-name'))?.isProtected) return 'ValidationException';
    return tables.delete(flag('table-name')) ? {} : 'ResourceNotFoundException';
  },
  'dynamodb describe-table': ({ tables }, { flag }) =>
    tables.has(flag('table-name')) ? { Table: { TableSizeBytes: 2 ** 30 } } : 'ResourceNotFoundException',
  'cognito-idp update-user-pool'({ pools }, { flag }) {
    const pool = pools.get(flag('user-pool-id'));
    if (pool) pool.isProtected = false;
    return pool ? {} : 'ResourceNotFoundException';
  },
  'cognito-idp delete-user-pool'(state, { flag }) {
    if (state.pools.get(flag('user-pool-id'))?.isProtected || state.stack) return 'InvalidParameterException';
    return state.pools.delete(flag('user-pool-id')) ? null : 'ResourceNotFoundException';
  },
};

const others: Record<string, Action> = {
  'sts get-caller-identity': () => ({ Account: '111122223333' }),
  'ssm get-parameter': ({ bootstrapped }) => (bootstrapped ? { Parameter: {} } : 'ParameterNotFound'),
  'mediaconvert list-jobs': ({ jobs }, { flag }) => ({
    Jobs: flag('status') === 'PROGRESSING' ? jobs.map((Id) => ({ Id })) : [],
  }),
  'mediaconvert cancel-job'(state, { flag }) {
    state.jobs = state.jobs.filter((id) => id !== flag('id'));
    return {};
  },
  'cloudwatch get-metric-statistics': ({ buckets }, { all }) => ({
    Datapoints: buckets.has(all('dimensions')[0]?.split('Value=')[1] ?? '')
      ? [{ Average: 100 * 2 ** 30, Timestamp: '2026-11-23T00:00:00Z' }]
      : [],
  }),
};

/** The AWS command line, by service and action. */
export const awsActions: Record<string, Action> = {
  ...acm,
  ...ses,
  ...cloudFormation,
  ...people,
  ...iam,
  ...stores,
  ...others,
};
