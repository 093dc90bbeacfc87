import * as z from 'zod';

/**
 * CloudFormation's output names know letters and digits only, the Worker's vars are `UPPER_SNAKE`: each output is called
 * as its var, `TABLE_NAME` as `TableName`.
 */
export const outputNameOf = (variable: string) =>
  variable
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join('');

const variableOf = (output: string) => output.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

/**
 * Outputs that are for the deployment command, not vars of the Worker. `KeyPairIds` is JSON, a public key's fingerprint
 * to its id; `WorkerUser` is there with static keys only.
 */
export const commandOutputs = ['DistributionDomain', 'KeyPairIds', 'LogsBucket', 'WorkerUser'] as const;

/** The Worker's vars in a stack's outputs: all but its secrets and the key it signs with. */
export function workerVarsOf(outputs: Record<string, string>): Record<string, string> {
  const known: readonly string[] = commandOutputs;
  const vars = Object.entries(outputs).filter(([name]) => !known.includes(name));
  return Object.fromEntries(vars.map(([name, value]) => [variableOf(name), value]));
}

/** CloudFront's ids of the keys it takes, by fingerprint; empty when the stack does not exist. */
export const keyPairIdsOf = (outputs: Record<string, string> | null): Record<string, string> =>
  z.record(z.string(), z.string()).parse(JSON.parse(outputs?.['KeyPairIds'] ?? '{}'));

/**
 * CloudFront's id of a public key, by its fingerprint.
 * @throws TypeError when the stack does not trust that key (yet, or any more)
 */
export function keyPairIdOf(outputs: Record<string, string>, fingerprint: string): string {
  const id = keyPairIdsOf(outputs)[fingerprint];
  if (!id) throw new TypeError(`the stack does not trust the signing key ${fingerprint}`);
  return id;
}
