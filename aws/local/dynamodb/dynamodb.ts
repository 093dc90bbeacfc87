import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import type { Faults } from '../faults.ts';
import { openEngine } from './engine.ts';
import { ensureTable } from './table.ts';

export type DynamoOptions = {
  dataDir: string;
  faults: { current: Faults };
  /** Between 0 and 1; decides whom `throttle` hits. */
  random?: () => number;
};

export type Dynamo = {
  /** The service's API, behind the AWS endpoint, which has verified the signature. */
  app: Hono;
  /** Makes sure the catalog's table is there under this name; the same again changes nothing. */
  ensureTable(name: string): Promise<void>;
  close(): Promise<void>;
};

/** What dynalite does of DynamoDB. */
const operations = new Set(
  `BatchGetItem BatchWriteItem CreateTable DeleteItem DeleteTable DescribeTable DescribeTimeToLive GetItem ListTables
   PutItem Query Scan TagResource UntagResource ListTagsOfResource UpdateItem UpdateTable`.split(/\s+/),
);

const refusals = {
  throttled: {
    status: 400,
    type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
    message: 'The level of configured provisioned throughput for the table was exceeded.',
  },
  down: {
    status: 503,
    type: 'com.amazon.coral.availability#ServiceUnavailableException',
    message: 'The service is unavailable.',
  },
  notDone: {
    status: 501,
    type: 'com.amazon.coral.service#NotImplementedException',
    message: 'This stand-in does not do that.',
  },
  broken: {
    status: 500,
    type: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
    message: 'The request processing has failed because of an unknown error.',
  },
} as const;

function refuse(kind: keyof typeof refusals): Response {
  const { status, type, message } = refusals[kind];
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  return new Response(JSON.stringify({ __type: type, message }), { status, headers });
}

/** Whether a call asks for what dynalite silently leaves out. */
function isBeyond(operation: string, body: Buffer): boolean {
  if (!operations.has(operation)) return true;
  return body.includes('"ReturnValuesOnConditionCheckFailure"') && body.includes('"ALL_OLD"');
}

/**
 * The DynamoDB stand-in: dynalite, kept in `<dataDir>/dynamodb`, with faults in front. `delayMs` comes before every
 * answer; `down` is 503, `throttle` the service's own throttling error for that share of calls.
 */
export function createDynamo({ dataDir, faults, random = Math.random }: DynamoOptions): Dynamo {
  const engine = openEngine(join(dataDir, 'dynamodb'));
  const app = new Hono();
  app.post('/', async (c) => {
    const { down, throttle, delayMs } = faults.current.dynamodb;
    if (delayMs > 0) await sleep(delayMs);
    if (down) return refuse('down');
    if (random() < throttle) return refuse('throttled');
    const body = Buffer.from(await c.req.arrayBuffer());
    const [, operation = ''] = (c.req.header('x-amz-target') ?? '').split('.');
    return isBeyond(operation, body) ? refuse('notDone') : engine.call(c.req.header(), body);
  });
  app.notFound(() => refuse('notDone'));
  app.onError((error) => {
    console.error('dynamodb', error);
    return refuse('broken');
  });
  return { app, ensureTable: (name) => ensureTable(engine, name), close: () => engine.close() };
}
