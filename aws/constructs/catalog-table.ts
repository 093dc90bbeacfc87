import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { catalogTable } from '../../shared/catalog-table.ts';

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** The catalog: one table on demand, with the keys and indexes that `shared/catalog-table.ts` names. */
export class CatalogTable extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, { keepData }: { keepData: boolean }) {
    super(scope, id);
    this.table = new TableV2(this, 'Table', {
      partitionKey: text(catalogTable.partitionKey),
      sortKey: text(catalogTable.sortKey),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: keepData,
      removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      globalSecondaryIndexes: catalogTable.indexes.map(({ name, partitionKey, sortKey }) => ({
        indexName: name,
        partitionKey: text(partitionKey),
        sortKey: text(sortKey),
        projectionType: ProjectionType.ALL,
      })),
    });
  }

  /** One index's ARN; the L2's own grants would open them all. */
  indexArn(name: (typeof catalogTable.indexes)[number]['name']): string {
    return `${this.table.tableArn}/index/${name}`;
  }

  /** Names the table to a handler and lets it read and write single items. */
  letWriteItems(handler: LambdaFunction): void {
    handler.addEnvironment('TABLE_NAME', this.table.tableName);
    this.allow(handler, ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem']);
  }

  /** Lets a handler sum what a month cost and take an estimate back. */
  letReckon(handler: LambdaFunction): void {
    this.allow(handler, ['dynamodb:Query', 'dynamodb:DeleteItem']);
  }

  /** Lets a handler see whose time has come. */
  letSeeDue(handler: LambdaFunction): void {
    this.allow(handler, ['dynamodb:Query'], this.indexArn('due'));
  }

  private allow(handler: LambdaFunction, actions: string[], resource = this.table.tableArn): void {
    handler.addToRolePolicy(new PolicyStatement({ actions, resources: [resource] }));
  }
}
