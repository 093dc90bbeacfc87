import { join } from 'node:path';
import { appOriginOf, mailsPerDayOf, mediaOriginOf, readSettings, type Settings } from '../../settings.ts';
import { readSigningKeys } from '../../signing-keys.ts';
import type { Result } from '../world.ts';
import type { CloudState } from './cloud-state.ts';

const ok: Result = { code: 0, stdout: '', stderr: '' };
const refused = (stderr: string): Result => ({ code: 1, stdout: '', stderr });

function outputsOf(settings: Settings, ids: Record<string, string>, count: number): Record<string, string> {
  const access =
    settings.workerAccess === 'keyless'
      ? { RoleArn: 'arn:aws:iam::111122223333:role/worker' }
      : { WorkerUser: 'worker-user' };
  return {
    AppOrigin: appOriginOf(settings),
    MediaOrigin: mediaOriginOf(settings),
    CookieDomain: settings.parentDomain,
    Org: settings.org,
    AwsRegion: settings.region,
    TableName: `table${count}`,
    UploadsBucket: `uploads${count}`,
    MediaBucket: `media${count}`,
    UserPoolId: `pool${count}`,
    Issuer: `https://cognito-idp.${settings.region}.amazonaws.com/pool${count}`,
    LoginOrigin: 'https://login.example.com',
    WebClientId: 'web',
    PersonClientIds: 'cli',
    BotClients: JSON.stringify({ bot: settings.org }),
    InvitationDays: String(settings.invitationDays),
    MailsPerDay: String(mailsPerDayOf(settings)),
    DistributionDomain: 'd1.cloudfront.net',
    KeyPairIds: JSON.stringify(ids),
    LogsBucket: `logs${count}`,
    ...access,
  };
}

/** Makes what the stack makes, or changes it; a stack made anew has names of its own. */
function apply(state: CloudState, settings: Settings, ids: Record<string, string>): void {
  if (!state.stack) state.deployments += 1;
  const count = state.deployments;
  const protection = { isProtected: settings.keepData };
  for (const name of ['uploads', 'media', 'logs'])
    if (!state.buckets.has(`${name}${count}`))
      state.buckets.set(`${name}${count}`, { objects: 2, uploads: ['u1'] });
  state.tables.set(`table${count}`, protection);
  state.pools.set(`pool${count}`, { ...protection });
  const resources = ['uploads', 'media', 'logs'].map((name) => ({
    type: 'AWS::S3::Bucket',
    id: `${name}${count}`,
  }));
  state.stack = {
    outputs: outputsOf(settings, ids, count),
    keepData: settings.keepData,
    distribution: 'd1.cloudfront.net',
    resources: [
      ...resources,
      { type: 'AWS::DynamoDB::GlobalTable', id: `table${count}` },
      { type: 'AWS::Cognito::UserPool', id: `pool${count}` },
      { type: 'AWS::MediaConvert::Queue', id: 'queue' },
      ...(settings.workerAccess === 'keyless' ? [] : [{ type: 'AWS::IAM::User', id: 'worker-user' }]),
    ],
  };
}

/** `cdk`: reads deploy.json and aws/keys as the app does, and refuses what AWS would. */
export function runCdk(state: CloudState, root: string, [command]: string[]): Result {
  if (command === 'bootstrap') {
    state.bootstrapped = true;
    return ok;
  }
  const settings = readSettings(join(root, 'deploy.json'));
  const keys = readSigningKeys(join(root, 'aws/keys'));
  if (!settings || keys.length === 0) return refused('there is nothing to synthesize from');
  if (!state.bootstrapped) return refused('this environment is not bootstrapped');
  const certificate = state.certificates.find(({ arn }) => arn === settings.certificateArn);
  if (certificate?.domain !== settings.mediaDomain || !state.recordsAdded)
    return refused('the certificate is not one for this host');
  if (settings.workerAccess === 'keyless' && state.worker?.vars['APP_ORIGIN'] !== appOriginOf(settings))
    return refused('IAM does not find the issuer');
  apply(state, settings, Object.fromEntries(keys.map(({ fingerprint }) => [fingerprint, `K${fingerprint}`])));
  return ok;
}
