import { createFaults } from '../faults.ts';
import { createDynamo } from './dynamodb.ts';

/** A process for the test of kill -9: writes items without end and prints the number of each that was answered. */
const [, , dataDir = ''] = process.argv;
const dynamo = createDynamo({ dataDir, faults: createFaults() });
const headers = {
  authorization: 'AWS4-HMAC-SHA256 Credential=test, SignedHeaders=host, Signature=test',
  'x-amz-date': '20260101T000000Z',
  'x-amz-target': 'DynamoDB_20120810.PutItem',
  'content-type': 'application/x-amz-json-1.0',
};
await dynamo.ensureTable('catalog');
for (let n = 1; ; n++) {
  const body = JSON.stringify({ TableName: 'catalog', Item: { pk: { S: 'n' }, sk: { S: String(n) } } });
  const answer = await dynamo.app.request('http://aws.test/', { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(await answer.text());
  process.stdout.write(`${n}\n`);
}
