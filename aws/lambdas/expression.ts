import { marshall } from '@aws-sdk/util-dynamodb';

type Bind = { name(path: string): string; value(value: unknown): string };

/** A part of a DynamoDB condition; every attribute name and value in it is a placeholder. */
export type Condition = (bind: Bind) => string;

export const exists =
  (path: string): Condition =>
  ({ name }) =>
    `attribute_exists(${name(path)})`;

export const absent =
  (path: string): Condition =>
  ({ name }) =>
    `attribute_not_exists(${name(path)})`;

export const equals =
  (path: string, value: unknown): Condition =>
  (bind) =>
    `${bind.name(path)} = ${bind.value(value)}`;

export const below =
  (path: string, value: number): Condition =>
  (bind) =>
    `${bind.name(path)} < ${bind.value(value)}`;

export const among =
  (path: string, values: readonly string[]): Condition =>
  (bind) =>
    `${bind.name(path)} IN (${values.map((value) => bind.value(value)).join(', ')})`;

export const all =
  (...conditions: Condition[]): Condition =>
  (bind) =>
    conditions.map((condition) => `(${condition(bind)})`).join(' AND ');

export const any =
  (...conditions: Condition[]): Condition =>
  (bind) =>
    conditions.map((condition) => `(${condition(bind)})`).join(' OR ');

/** `set` overwrites, `fill` writes only what is missing, `count` adds one; paths are dotted. */
export type Change = {
  set?: Record<string, unknown>;
  fill?: Record<string, unknown>;
  count?: string[];
  remove?: string[];
};

function createBind() {
  const names = new Map<string, string>();
  const values: Record<string, unknown> = {};
  const bind: Bind = {
    name: (path) =>
      path
        .split('.')
        .map((part) => {
          const known = names.get(part) ?? `#n${names.size}`;
          names.set(part, known);
          return known;
        })
        .join('.'),
    value(value) {
      const placeholder = `:v${Object.keys(values).length}`;
      values[placeholder] = value;
      return placeholder;
    },
  };
  const attributes = () => ({
    ExpressionAttributeNames: Object.fromEntries([...names].map(([part, known]) => [known, part])),
    ...(Object.keys(values).length > 0 && {
      ExpressionAttributeValues: marshall(values, { removeUndefinedValues: true }),
    }),
  });
  return { bind, attributes };
}

/** The condition of a PutItem or DeleteItem. */
export function conditionOf(when: Condition) {
  const { bind, attributes } = createBind();
  return { ConditionExpression: when(bind), ...attributes() };
}

/** The expressions of an UpdateItem; without a condition it writes whatever is there. */
export function updateOf({ set = {}, fill = {}, count = [], remove = [] }: Change, when?: Condition) {
  const { bind, attributes } = createBind();
  const sets = [
    ...Object.entries(set).map(([path, value]) => `${bind.name(path)} = ${bind.value(value)}`),
    ...Object.entries(fill).map(
      ([path, value]) => `${bind.name(path)} = if_not_exists(${bind.name(path)}, ${bind.value(value)})`,
    ),
    ...count.map((path) => `${bind.name(path)} = ${bind.name(path)} + ${bind.value(1)}`),
  ];
  const removes = remove.map((path) => bind.name(path));
  return {
    UpdateExpression: [
      sets.length > 0 ? `SET ${sets.join(', ')}` : '',
      removes.length > 0 ? `REMOVE ${removes.join(', ')}` : '',
    ]
      .filter(Boolean)
      .join(' '),
    ...(when && { ConditionExpression: when(bind) }),
    ...attributes(),
  };
}
