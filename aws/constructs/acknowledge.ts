import { Stack, Validations } from 'aws-cdk-lib';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import * as z from 'zod';

/** Accepts findings of the checks on one construct, each by its own id and with the reason. */
export function acknowledge(construct: IConstruct, findings: Record<string, string>): void {
  for (const [id, reason] of Object.entries(findings)) Validations.of(construct).acknowledge({ id, reason });
}

const partSchema = z.union([
  z.string(),
  z.object({ Ref: z.string() }).transform(({ Ref }) => (Ref === 'AWS::Partition' ? 'aws' : `<${Ref}>`)),
  z.object({ 'Fn::GetAtt': z.array(z.string()) }).transform((value) => `<${value['Fn::GetAtt'].join('.')}>`),
]);
const arnSchema = z.union([
  partSchema,
  z
    .object({ 'Fn::Join': z.tuple([z.literal(''), z.array(partSchema)]) })
    .transform((value) => value['Fn::Join'][1].join('')),
]);

/** Accepts that statements of a role, a policy or a handler's role name `resource`, which ends in or contains a `*`. */
export function acknowledgeWildcard(construct: IConstruct, resource: string, reason: string): void {
  const written = arnSchema.parse(Stack.of(construct).resolve(resource));
  const owner = construct instanceof LambdaFunction ? (construct.role ?? construct) : construct;
  acknowledge(owner, { [`AwsSolutions-IAM5[Resource::${written}]`]: reason });
}
