import { expect, test } from 'vitest';
import { catalogTable } from '../../shared/catalog-table.ts';
import { synthesize } from '../testing/synth.ts';

const schema = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];

test('the table is the one everybody else reads and writes, on demand', () => {
  const { template } = synthesize();
  template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: schema(catalogTable.partitionKey, catalogTable.sortKey),
    GlobalSecondaryIndexes: catalogTable.indexes.map(({ name, partitionKey, sortKey }) => ({
      IndexName: name,
      KeySchema: schema(partitionKey, sortKey),
      Projection: { ProjectionType: 'ALL' },
    })),
  });
});

test.each([true, false])(
  'with keepData %s it is protected accordingly, and can go back in time',
  (keepData) => {
    const { template } = synthesize({ settings: { keepData } });
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      Replicas: [
        {
          DeletionProtectionEnabled: keepData,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        },
      ],
    });
    expect(catalogTable.indexes.map(({ name }) => name)).toContain('published');
  },
);
