import { addSample } from '../sample/sample.ts';
import { sampleInputSchema } from './messages.ts';
import { playRole } from './role.ts';

/** The process that adds the sample, beside everything else and without hurry. */
playRole(sampleInputSchema, async (input) => {
  const status = await addSample(input);
  return { ready: { status }, close: async () => {} };
});
