import { getRequestListener } from '@hono/node-server';
import { clientsOf } from './clients.ts';
import { createClock } from './clock.ts';
import { createCdn } from './cloudfront/cdn.ts';
import { createCognito } from './cognito/cognito.ts';
import { createControl } from './control/control.ts';
import { createDynamo } from './dynamodb/dynamodb.ts';
import { createEndpoint } from './endpoint/endpoint.ts';
import { createEventBus } from './eventbridge/event-bus.ts';
import { createScheduler } from './eventbridge/schedule.ts';
import { createFaults } from './faults.ts';
import { findFfmpeg } from './ffmpeg/find-ffmpeg.ts';
import { createInbox } from './inbox/inbox.ts';
import { type Listener, openListener } from './listener.ts';
import { createMediaConvert } from './mediaconvert/mediaconvert.ts';
import {
  invitationDays,
  lambdaEnvOf,
  mediaBucket,
  type Origins,
  region,
  stateOf,
  table,
  uploadsBucket,
  workerVarsOf,
} from './names.ts';
import { createS3 } from './s3/s3.ts';
import { openSettings } from './settings.ts';
import type { CoreState } from './state.ts';
import { createSts } from './sts/sts.ts';
import { createIssuerKey, workerRole } from './sts/worker-role.ts';
import { rulesWithTargets, sweeperRounds } from './targets.ts';

const names = ['media', 'aws', 'login', 'inbox'] as const;
type Name = (typeof names)[number];

export type CoreOptions = {
  /** Everything is kept here; made when missing. */
  dataDir: string;
  host?: string;
  /** 0: any free port. */
  ports?: Record<Name, number>;
  /** Where the Worker answers; no trailing slash. */
  appOrigin: string;
  /** Common parent of app and media host, as in production; without it both are `localhost`. */
  domain?: string | undefined;
  version?: string;
  /** US dollars that encoding may cost a month. */
  monthlyCapUsd?: number | undefined;
  /** scrypt's N of the people's passwords. */
  scryptCost?: number;
};

export type Core = {
  state: CoreState;
  /** Every var and secret of the Worker. */
  workerVars: Record<string, string>;
  close(): Promise<void>;
};

const defaultMonthlyCapUsd = 50;

/** A round that failed is one line, as the handler's own are; the next one tries again. */
const tellFailure = (schedule: string, error: unknown) =>
  console.log(JSON.stringify({ schedule, decision: 'failed', reason: String(error) }));

const anyPort = { media: 0, aws: 0, login: 0, inbox: 0 };

function originsOf(listeners: Record<Name, Listener>, { appOrigin, domain }: CoreOptions): Origins {
  const at = (name: Name, host = 'localhost') => `http://${host}:${listeners[name].port}`;
  const media = at('media', domain && `media.${domain}`);
  return { app: appOrigin, media, aws: at('aws'), login: at('login'), inbox: at('inbox') };
}

async function openListeners(host: string, ports: Record<Name, number>): Promise<Record<Name, Listener>> {
  const opened = await Promise.all(names.map((name) => openListener(host, ports[name])));
  return Object.fromEntries(names.map((name, at) => [name, opened[at]])) as Record<Name, Listener>;
}

/** The composition root of everything that stands in for AWS on one machine. Resolves when every address answers. */
export async function startCore(options: CoreOptions): Promise<Core> {
  const { dataDir, host = '127.0.0.1', ports = anyPort, appOrigin, domain, version = 'dev' } = options;
  const { monthlyCapUsd = defaultMonthlyCapUsd } = options;
  const tools = await findFfmpeg();
  const settings = openSettings(dataDir, region);
  const listeners = await openListeners(host, ports);
  const origins = originsOf(listeners, options);
  const issuer = `${origins.aws}/${settings.userPoolId}`;
  const faults = createFaults();
  const clock = createClock();
  const lambdaEnv = lambdaEnvOf(settings, `http://${host}:${listeners.aws.port}`, monthlyCapUsd);
  const bus = createEventBus({ dataDir, clock, rules: rulesWithTargets(lambdaEnv, clock) });
  const scheduler = createScheduler({ schedules: sweeperRounds(lambdaEnv, clock), failed: tellFailure });
  const buckets = [
    { name: uploadsBucket, corsOrigins: [appOrigin] },
    { name: mediaBucket, silent: true },
  ];
  const s3 = createS3({ dataDir, clock, faults, bus, region, buckets });
  const dynamo = createDynamo({ dataDir, faults });
  const mediaconvert = createMediaConvert({ dataDir, clock, faults, bus, store: s3.store, region, tools });
  const inbox = createInbox({ dataDir, clock });
  const cognito = createCognito({
    ...{ dataDir, clock, mailer: inbox.mailer, region, poolId: settings.userPoolId, issuer, appOrigin },
    ...{ loginOrigin: origins.login, clients: clientsOf(settings, appOrigin), invitationDays },
    ...(options.scryptCost && { scryptCost: options.scryptCost }),
  });
  const cdn = createCdn({
    ...{
      store: s3.store,
      bucket: mediaBucket,
      clock,
      mediaOrigin: origins.media,
      allowedOrigins: [appOrigin],
    },
    publicKeys: { [settings.keyPairId]: settings.signingPublicKey },
  });
  const control = createControl({ faults, clock, deliveries: () => bus.deliveries() });
  const sts = createSts({ clock, roles: [workerRole(appOrigin)] });
  const endpoint = createEndpoint({
    ...{ s3, wellKnown: cognito.wellKnown, local: control.app, credentials: settings, clock },
    sessions: sts.sessions,
    services: {
      dynamodb: dynamo.app,
      mediaconvert: mediaconvert.app,
      'cognito-idp': cognito.api,
      ses: inbox.api,
      sts: sts.app,
    },
  });

  await dynamo.ensureTable(table);
  await cognito.seedPerson({ ...settings.admin, groups: ['admins'] });
  await cognito.seedPerson({ ...settings.viewer, groups: [] });
  listeners.aws.answer(endpoint);
  for (const [name, app] of [
    ['media', cdn.app],
    ['login', cognito.login],
    ['inbox', inbox.web],
  ] as const)
    listeners[name].answer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  bus.start();
  await s3.start();
  mediaconvert.start();
  scheduler.start();

  const state = stateOf(settings, origins, issuer, version);
  return {
    state,
    workerVars: {
      ...workerVarsOf(settings, state, { domain, monthlyCapUsd }),
      ISSUER_PRIVATE_KEY: createIssuerKey(),
    },
    async close() {
      await scheduler.close();
      await mediaconvert.close();
      await bus.close();
      await Promise.all(names.map((name) => listeners[name].close()));
      s3.close();
      await dynamo.close();
      cognito.close();
      inbox.close();
    },
  };
}
