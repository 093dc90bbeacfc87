import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';

const resourceSchema = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});
type Resource = z.infer<typeof resourceSchema>;

export const templateSchema = z.looseObject({ Resources: z.record(z.string(), resourceSchema) });
export type Template = z.infer<typeof templateSchema>;

/** What cannot be made anew without losing something, and whether CloudFormation has to keep it. */
const stateful: Record<string, { kept: boolean }> = {
  'AWS::S3::Bucket': { kept: true },
  'AWS::DynamoDB::GlobalTable': { kept: true },
  'AWS::Cognito::UserPool': { kept: true },
  'AWS::CloudFront::Distribution': { kept: false },
};
export const statefulTypes = Object.keys(stateful);

/** Not replaced but refused: Cognito and DynamoDB change these only on what is new. */
const unchangeable: Record<string, string[]> = {
  'AWS::Cognito::UserPool': ['AliasAttributes', 'Schema', 'UsernameAttributes', 'UsernameConfiguration'],
};

/** The properties of a type whose change makes CloudFormation replace the resource. */
export type Replacing = (type: string) => string[];

function faultsOf(id: string, before: Resource, now: Resource | undefined, replacing: Replacing): string[] {
  if (!now) return [`${id} (${before.Type}) is gone`];
  if (now.Type !== before.Type) return [`${id} was ${before.Type} and is ${now.Type}`];
  const fixed = [...replacing(before.Type), ...(unchangeable[before.Type] ?? [])];
  const changed = fixed
    .filter((name) => !isDeepStrictEqual(before.Properties[name], now.Properties[name]))
    .map((name) => `${id} (${before.Type}) changes ${name}`);
  const { DeletionPolicy, UpdateReplacePolicy } = now;
  const lost =
    stateful[before.Type]?.kept && (DeletionPolicy !== 'Retain' || UpdateReplacePolicy !== 'Retain');
  return [...changed, ...(lost ? [`${id} (${before.Type}) is no longer retained`] : [])];
}

/** What an upgrade from one template to the other would lose, in words; empty when nothing. */
export function upgradeFaults(released: Template, now: Template, replacing: Replacing): string[] {
  return Object.entries(released.Resources)
    .filter(([, resource]) => resource.Type in stateful)
    .flatMap(([id, resource]) => faultsOf(id, resource, now.Resources[id], replacing));
}
