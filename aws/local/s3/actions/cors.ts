import * as z from 'zod';
import { type Call, type Context, readDocument, xml } from '../call.ts';
import { parseDocument } from '../document.ts';
import { escapeXml, S3Error } from '../errors.ts';
import type { Index } from '../index-db.ts';

const strings = z.array(z.string()).default([]);
const ruleSchema = z.object({
  AllowedOrigin: strings,
  AllowedMethod: strings,
  AllowedHeader: strings,
  ExposeHeader: strings,
  MaxAgeSeconds: z.coerce.number().int().optional(),
});
export type CorsRule = z.infer<typeof ruleSchema>;
const documentSchema = z.object({ CORSConfiguration: z.object({ CORSRule: z.array(ruleSchema).min(1) }) });

const rulesOf = (index: Index, bucket: string) => JSON.parse(index.cors(bucket) ?? '[]') as CorsRule[];

/** PutBucketCors */
export async function putCors(call: Call, { index }: Context): Promise<Response> {
  const { CORSRule } = parseDocument(documentSchema, await readDocument(call)).CORSConfiguration;
  index.putCors(call.bucket, JSON.stringify(CORSRule));
  return new Response(null);
}

/** GetBucketCors */
export async function getCors(call: Call, { index }: Context): Promise<Response> {
  const rules = rulesOf(index, call.bucket);
  if (rules.length === 0)
    throw new S3Error('NoSuchCORSConfiguration', 'The CORS configuration does not exist');
  const many = (tag: string, values: string[]) =>
    values.map((value) => `<${tag}>${escapeXml(value)}</${tag}>`).join('');
  const entries = rules.map(
    (rule) =>
      `<CORSRule>${many('AllowedOrigin', rule.AllowedOrigin)}${many('AllowedMethod', rule.AllowedMethod)}${many('AllowedHeader', rule.AllowedHeader)}${many('ExposeHeader', rule.ExposeHeader)}${rule.MaxAgeSeconds === undefined ? '' : `<MaxAgeSeconds>${rule.MaxAgeSeconds}</MaxAgeSeconds>`}</CORSRule>`,
  );
  return xml('CORSConfiguration', entries.join(''));
}

const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const fits = (pattern: string, text: string) =>
  pattern === '*' || new RegExp(`^${pattern.split('*').map(escapeRegExp).join('.*')}$`, 'i').test(text);

/** The CORS headers of an answer to `origin`; empty where no rule of the bucket fits. */
export function corsHeaders(
  index: Index,
  bucket: string,
  origin: string | null,
  method: string,
  asked: string[] = [],
) {
  const rule = rulesOf(index, bucket).find(
    (one) =>
      origin !== null &&
      one.AllowedOrigin.some((pattern) => fits(pattern, origin)) &&
      one.AllowedMethod.includes(method) &&
      asked.every((name) => one.AllowedHeader.some((pattern) => fits(pattern, name))),
  );
  if (!rule || origin === null) return {};
  const everyone = rule.AllowedOrigin.includes('*');
  return {
    'access-control-allow-origin': everyone ? '*' : origin,
    'access-control-allow-methods': rule.AllowedMethod.join(', '),
    ...(everyone ? {} : { 'access-control-allow-credentials': 'true' }),
    ...(asked.length > 0 ? { 'access-control-allow-headers': asked.join(', ') } : {}),
    ...(rule.ExposeHeader.length > 0
      ? { 'access-control-expose-headers': rule.ExposeHeader.join(', ') }
      : {}),
    ...(rule.MaxAgeSeconds === undefined ? {} : { 'access-control-max-age': String(rule.MaxAgeSeconds) }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

/** A browser's preflight, which nobody signs. */
export function preflight(index: Index, bucket: string, headers: Headers): Response {
  const asked = (headers.get('access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const method = headers.get('access-control-request-method') ?? '';
  const answer = corsHeaders(index, bucket, headers.get('origin'), method, asked);
  const allowed = 'access-control-allow-origin' in answer;
  return new Response(allowed ? null : 'CORSResponse: This CORS request is not allowed.', {
    status: allowed ? 200 : 403,
    headers: answer,
  });
}
