import {
  signingKeyName,
  signingKeySchema,
  signingWithName,
  signingWithSchema,
} from '../../../shared/signing-key.ts';

function parse(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function chosen(env: Record<string, unknown>) {
  const pointer = signingWithSchema.safeParse(parse(env[signingWithName])).data;
  const secret = pointer && env[signingKeyName(pointer.fingerprint)];
  const key = signingKeySchema.safeParse(parse(secret)).data;
  return key && key.fingerprint === pointer?.fingerprint ? { pointer, key } : undefined;
}

/**
 * The Worker's settings with KEY_PAIR_ID and SIGNING_PRIVATE_KEY of the key that SIGNING_WITH names; unchanged without
 * SIGNING_WITH, and with neither when the key it names is not there: then the settings are refused as incomplete.
 */
export function withSigningKey(env: Record<string, unknown>): Record<string, unknown> {
  if (env[signingWithName] === undefined) return env;
  const found = chosen(env);
  return { ...env, KEY_PAIR_ID: found?.pointer.keyPairId, SIGNING_PRIVATE_KEY: found?.key.pem };
}
