/**
 * CloudFormation's output names know letters and digits only, the Worker's vars are `UPPER_SNAKE`: each output is called
 * as its var, `TABLE_NAME` as `TableName`.
 */
export const outputNameOf = (variable: string) =>
  variable
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join('');

/** Outputs that are for the deployment command, not vars of the Worker. */
export const commandOutputs = ['DistributionDomain', 'KeyPairIds', 'WorkerUser', 'LogsBucket'] as const;

/** The Worker's vars in a stack's outputs. */
export function workerVarsOf(outputs: Record<string, string>): Record<string, string> {
  const known: readonly string[] = commandOutputs;
  return Object.fromEntries(
    Object.entries(outputs)
      .filter(([name]) => !known.includes(name))
      .map(([name, value]) => [name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase(), value]),
  );
}
