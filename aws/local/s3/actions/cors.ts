import * as z from 'zod';
import { escapeMarkup } from '../../http/markup.ts';
import { type Call, type Context, readDocument, xml } from '../call.ts';
import { parseDocument } from '../document.ts';
import { S3Error } from '../errors.ts';
import type { Index } from '../index-db.ts';

const strings = z.array(z.string()).default([]);
const ruleSchema = z.object({
  AllowedOrigin: strings,
  AllowedMethod: z.array(z.enum(['GET', 'PUT', 'POST', 'DELETE', 'HEAD'])).min(1),
  AllowedHeader: strings,
  ExposeHeader: strings,
  MaxAgeSeconds: z.coerce.number().int().optional(),
});
export type CorsRule = z.infer<typeof ruleSchema>;
const rulesSchema = z.array(ruleSchema);
const documentSchema = z.object({ CORSConfiguration: z.object({ CORSRule: rulesSchema.min(1) }) });

const rulesOf = (index: Index, bucket: string): CorsRule[] =>
  rulesSchema.parse(JSON.parse(index.cors(bucket) ?? '[]'));

/** PutBucketCors */
export async function putCors(call: Call, { index }: Context): Promise<Response> {
  const { CORSRule } = parseDocument(documentSchema, await readDocument(call)).CORSConfiguration;
  index.putCors(call.bucket, JSON.stringify(CORSRule));
  return new Response(null);
}

function ruleElement({ MaxAgeSeconds, ...lists }: CorsRule): string {
  const entries = Object.entries(lists).flatMap(([tag, values]) =>
    values.map((value) => `<${tag}>${escapeMarkup(value)}</${tag}>`),
  );
  const age = MaxAgeSeconds === undefined ? '' : `<MaxAgeSeconds>${MaxAgeSeconds}</MaxAgeSeconds>`;
  return `<CORSRule>${entries.join('')}${age}</CORSRule>`;
}

/** GetBucketCors */
export async function getCors({ bucket }: Call, { index }: Context): Promise<Response> {
  const rules = rulesOf(index, bucket);
  if (rules.length === 0)
    throw new S3Error('NoSuchCORSConfiguration', 'The CORS configuration does not exist');
  return xml('CORSConfiguration', rules.map(ruleElement).join(''));
}

/** One `*` stands for anything. */
function fits(pattern: string, text: string): boolean {
  const [head = '', tail] = pattern.toLowerCase().split('*');
  const lower = text.toLowerCase();
  if (tail === undefined) return lower === head;
  return lower.length >= head.length + tail.length && lower.startsWith(head) && lower.endsWith(tail);
}

type Asked = { origin: string; method: string; headers: string[] };

function headersFor(rules: CorsRule[], { origin, method, headers }: Asked): Record<string, string> | null {
  const rule = rules.find(
    (one) =>
      one.AllowedOrigin.some((pattern) => fits(pattern, origin)) &&
      one.AllowedMethod.some((allowed) => allowed === method) &&
      headers.every((name) => one.AllowedHeader.some((pattern) => fits(pattern, name))),
  );
  if (!rule) return null;
  const anyone = rule.AllowedOrigin.includes('*');
  return {
    'access-control-allow-origin': anyone ? '*' : origin,
    'access-control-allow-methods': rule.AllowedMethod.join(', '),
    ...(anyone ? {} : { 'access-control-allow-credentials': 'true' }),
    ...(headers.length > 0 && { 'access-control-allow-headers': headers.join(', ').toLowerCase() }),
    ...(rule.ExposeHeader.length > 0 && { 'access-control-expose-headers': rule.ExposeHeader.join(', ') }),
    ...(rule.MaxAgeSeconds !== undefined && { 'access-control-max-age': String(rule.MaxAgeSeconds) }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

/** The CORS headers of an answer, refusals too; none where no rule of the bucket fits or no page asks. */
export function corsHeaders(index: Index, { bucket, method, headers }: Call): Record<string, string> {
  const origin = headers.get('origin');
  if (origin === null) return {};
  return headersFor(rulesOf(index, bucket), { origin, method, headers: [] }) ?? {};
}

/** A browser's preflight, which nobody signs. */
export function preflight(index: Index, { bucket, headers }: Call): Response {
  const origin = headers.get('origin');
  const method = headers.get('access-control-request-method');
  if (origin === null || method === null)
    throw new S3Error('BadRequest', 'Insufficient information. Origin request header needed.');
  const asked = (headers.get('access-control-request-headers') ?? '').split(',').map((name) => name.trim());
  const answer = headersFor(rulesOf(index, bucket), { origin, method, headers: asked.filter(Boolean) });
  if (!answer) throw new S3Error('AccessForbidden', 'CORSResponse: This CORS request is not allowed.');
  return new Response(null, { headers: answer });
}
