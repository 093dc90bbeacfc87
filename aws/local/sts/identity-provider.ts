import * as z from 'zod';
import { invalidToken, unreachable } from './errors.ts';

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

const timeoutMs = 5000;
const noKey = () =>
  invalidToken(
    "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements",
  );

/** What IAM asks of a discovery document (docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html). */
const discoverySchema = z.object({
  issuer: z.string(),
  jwks_uri: z.url({ protocol: /^https?$/ }),
  response_types_supported: z.array(z.string()).min(1),
  subject_types_supported: z.array(z.string()).min(1),
  id_token_signing_alg_values_supported: z.array(z.string()).min(1),
});

const jwkSchema = z.looseObject({ kty: z.string(), kid: z.string() });
const jwksSchema = z.object({ keys: z.array(jwkSchema).min(1).max(100) });

async function read<Shape>(fetch: Fetch, url: string, shape: z.ZodType<Shape>): Promise<Shape> {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) }).catch(() => {
    throw unreachable(`Error communicating with your identity provider: ${url}`);
  });
  if (answer.status >= 500) throw unreachable(`Your identity provider answered ${answer.status} at ${url}`);
  const parsed = shape.safeParse(answer.ok ? await answer.json().catch(() => null) : null);
  if (!parsed.success) throw noKey();
  return parsed.data;
}

/**
 * The public keys of an OpenID issuer, by way of its discovery document, asked anew each time.
 * @throws StsError IDPCommunicationError when it cannot be reached, InvalidIdentityToken when what it says is unusable
 */
export async function keysOf(issuer: string, fetch: Fetch) {
  const discovery = await read(fetch, `${issuer}/.well-known/openid-configuration`, discoverySchema);
  if (discovery.issuer !== issuer) throw noKey();
  return read(fetch, discovery.jwks_uri, jwksSchema);
}
