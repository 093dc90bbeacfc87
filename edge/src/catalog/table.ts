import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type * as z from 'zod';
import type { Services } from '../services.ts';

export type Key = { pk: string; sk: string };

/** One conditional write on one item. `when` is a condition over the `names` and `values` it brings along. */
export type Change = {
  set?: Record<string, unknown>;
  /** Set only where the item has no such attribute yet. */
  setOnce?: Record<string, unknown>;
  add?: Record<string, number>;
  remove?: readonly string[];
  when?: Condition;
};

export type Condition = {
  expression: string;
  names?: Record<string, string>;
  values?: Record<string, unknown>;
};

const marshalled = (value: Record<string, unknown>) => marshall(value, { removeUndefinedValues: true });

/** A condition as the SDK takes it: always `#names` and `:values`, because DynamoDB reserves 573 words. */
const conditionOf = ({ expression, names, values }: Condition) => ({
  ConditionExpression: expression,
  ...(names ? { ExpressionAttributeNames: names } : {}),
  ...(values ? { ExpressionAttributeValues: marshalled(values) } : {}),
});

/** Turns a change into UpdateItem's expression. */
export function updateOf({ set = {}, setOnce = {}, add = {}, remove = [], when }: Change) {
  const names = [...Object.keys(set), ...Object.keys(setOnce), ...Object.keys(add), ...remove];
  const values = Object.entries({ ...set, ...setOnce, ...add }).map(([name, value]) => [`:${name}`, value]);
  const sets = [
    ...Object.keys(set).map((name) => `#${name} = :${name}`),
    ...Object.keys(setOnce).map((name) => `#${name} = if_not_exists(#${name}, :${name})`),
  ];
  const clauses = [
    sets.length > 0 ? `SET ${sets.join(', ')}` : '',
    Object.keys(add).length > 0
      ? `ADD ${Object.keys(add)
          .map((name) => `#${name} :${name}`)
          .join(', ')}`
      : '',
    remove.length > 0 ? `REMOVE ${remove.map((name) => `#${name}`).join(', ')}` : '',
  ];
  return {
    UpdateExpression: clauses.filter((clause) => clause !== '').join(' '),
    ...(when ? { ConditionExpression: when.expression } : {}),
    ExpressionAttributeNames: {
      ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ...when?.names,
    },
    ExpressionAttributeValues: marshalled({ ...Object.fromEntries(values), ...when?.values }),
  };
}

const refused = (error: unknown) => {
  if (error instanceof ConditionalCheckFailedException) return false as const;
  throw error;
};

type Table = Pick<Services, 'dynamodb' | 'settings' | 'search'>;

/** One item by consistent read, or null; throws a ZodError when it is not what `schema` says. */
export async function readItem<T extends z.ZodType>(
  { dynamodb, settings }: Pick<Table, 'dynamodb' | 'settings'>,
  key: Key,
  schema: T,
): Promise<z.output<T> | null> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: settings.TABLE_NAME, Key: marshall(key), ConsistentRead: true }),
  );
  return Item ? schema.parse(unmarshall(Item)) : null;
}

/** Writes a new item; false when there is one already. */
export async function putNewItem(
  { dynamodb, settings, search }: Table,
  item: Key & Record<string, unknown>,
): Promise<boolean> {
  const condition = conditionOf({ expression: 'attribute_not_exists(#pk)', names: { '#pk': 'pk' } });
  const put = { TableName: settings.TABLE_NAME, Item: marshalled(item), ...condition };
  const written = await dynamodb.send(new PutItemCommand(put)).then(() => true, refused);
  if (written) await search.wrote(item, item);
  return written;
}

/** Writes a change; the whole item after it, or false when the condition did not hold. */
export async function writeChange({ dynamodb, settings, search }: Table, key: Key, change: Change) {
  const update = {
    TableName: settings.TABLE_NAME,
    Key: marshall(key),
    ReturnValues: 'ALL_NEW' as const,
    ...updateOf(change),
  };
  const written = await dynamodb
    .send(new UpdateItemCommand(update))
    .then(({ Attributes }) => unmarshall(Attributes ?? {}), refused);
  if (written) await search.wrote(key, written);
  return written;
}

/** Removes an item; false when the condition did not hold. */
export async function removeItem({ dynamodb, settings, search }: Table, key: Key, when: Condition) {
  const removal = { TableName: settings.TABLE_NAME, Key: marshall(key), ...conditionOf(when) };
  const removed = await dynamodb.send(new DeleteItemCommand(removal)).then(() => true, refused);
  if (removed) await search.wrote(key, null);
  return removed;
}
