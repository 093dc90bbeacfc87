import * as z from 'zod';
import type { Aws } from './aws-cli.ts';

const stacksSchema = z.object({
  Stacks: z.array(
    z.object({
      StackStatus: z.string(),
      Outputs: z.array(z.object({ OutputKey: z.string(), OutputValue: z.string() })).default([]),
    }),
  ),
});

const resourcesSchema = z.object({
  StackResourceSummaries: z.array(
    z.object({
      LogicalResourceId: z.string(),
      ResourceType: z.string(),
      PhysicalResourceId: z.string().optional(),
    }),
  ),
});

export type StackResource = { logicalId: string; type: string; id: string };

/** The deployed stack, as CloudFormation knows it. */
export type DeployedStack = {
  name: string;
  /** Null when there is no such stack. */
  outputs(): Promise<Record<string, string> | null>;
  /** Everything in it; empty when there is no such stack. */
  resources(): Promise<StackResource[]>;
};

export function createStack(aws: Aws, name: string): DeployedStack {
  return {
    name,
    async outputs() {
      const found = await aws.find('cloudformation', 'describe-stacks', '--stack-name', name);
      const stack = found ? stacksSchema.parse(found).Stacks[0] : undefined;
      if (!stack) return null;
      return Object.fromEntries(stack.Outputs.map((one) => [one.OutputKey, one.OutputValue]));
    },
    async resources() {
      const found = await aws.find('cloudformation', 'list-stack-resources', '--stack-name', name);
      const list = found ? resourcesSchema.parse(found).StackResourceSummaries : [];
      return list.flatMap((one) =>
        one.PhysicalResourceId
          ? [{ logicalId: one.LogicalResourceId, type: one.ResourceType, id: one.PhysicalResourceId }]
          : [],
      );
    },
  };
}
