import { Buffer } from 'node:buffer';
import type { Context } from 'hono';
import type { Pool } from '../pool.ts';
import { sameText } from '../secret-text.ts';
import type { Client } from '../settings.ts';
import { OAuthError } from './refusal.ts';

/** The fields of a form post; one given twice is refused (RFC 6749 section 3.2). */
export async function formOf(c: Context): Promise<Map<string, string>> {
  if (!c.req.header('content-type')?.startsWith('application/x-www-form-urlencoded'))
    throw new OAuthError('invalid_request');
  const fields = [...new URLSearchParams(await c.req.text())];
  const form = new Map(fields);
  if (form.size !== fields.length) throw new OAuthError('invalid_request');
  return form;
}

function basicCredentials(header: string): { id: string; secret: string } {
  const [scheme, encoded] = header.split(' ');
  const text = Buffer.from(encoded ?? '', 'base64').toString();
  const colon = text.indexOf(':');
  if (scheme?.toLowerCase() !== 'basic' || colon < 0) throw new OAuthError('invalid_client');
  try {
    return {
      id: decodeURIComponent(text.slice(0, colon)),
      secret: decodeURIComponent(text.slice(colon + 1)),
    };
  } catch {
    throw new OAuthError('invalid_client');
  }
}

/** The client that calls: by HTTP Basic, by `client_id` and `client_secret`, or a public one by `client_id` alone. */
export function authenticateClient(pool: Pool, c: Context, form: Map<string, string>): Client {
  const header = c.req.header('authorization');
  const basic = header ? basicCredentials(header) : null;
  const id = basic?.id ?? form.get('client_id');
  if (!id) throw new OAuthError('invalid_request');
  const client = pool.client(id);
  const secret = basic?.secret ?? form.get('client_secret');
  if (!client || (form.get('client_id') ?? id) !== id) throw new OAuthError('invalid_client');
  const right =
    client.secret === undefined ? !secret : secret !== undefined && sameText(secret, client.secret);
  if (!right) throw new OAuthError('invalid_client');
  return client;
}
