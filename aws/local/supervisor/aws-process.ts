import { startCore } from '../core.ts';
import { awsInputSchema } from './messages.ts';
import { host } from './ports.ts';
import { playRole } from './role.ts';

/** The process of everything that stands in for AWS. */
playRole(awsInputSchema, async (input) => {
  const { state, workerVars, close } = await startCore({ ...input, host });
  return { ready: { state, workerVars }, close };
});
