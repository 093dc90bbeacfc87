import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import * as z from 'zod';
import type { Mail, Mailer } from '../ports.ts';

const textSchema = z.strictObject({ Data: z.string(), Charset: z.string().optional() });
const addressesSchema = z.array(z.string().regex(/@/, 'Illegal address')).default([]);

/** SES v2 `SendEmail` with Simple content (docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html). */
const sendEmailSchema = z.strictObject({
  FromEmailAddress: z.string().regex(/@/, 'Missing final @domain'),
  Destination: z
    .strictObject({
      ToAddresses: addressesSchema,
      CcAddresses: addressesSchema,
      BccAddresses: addressesSchema,
    })
    .refine((to) => to.ToAddresses.length + to.CcAddresses.length + to.BccAddresses.length > 0, {
      message: 'There must be at least one recipient.',
    }),
  Content: z.strictObject({
    Simple: z.strictObject({
      Subject: textSchema,
      Body: z
        .strictObject({ Text: textSchema.optional(), Html: textSchema.optional() })
        .refine((body) => body.Text || body.Html, { message: 'Must provide a text or an HTML body.' }),
    }),
  }),
});

/** An error as the service's REST JSON protocol carries it: the code in a header, the message in the body. */
function refusal(c: Context, status: ContentfulStatusCode, code: string, message: string) {
  return c.json({ message }, status, { 'x-amzn-errortype': code });
}

const toMail = ({ FromEmailAddress, Destination, Content }: z.infer<typeof sendEmailSchema>): Mail => ({
  from: FromEmailAddress,
  to: [...Destination.ToAddresses, ...Destination.CcAddresses, ...Destination.BccAddresses],
  subject: Content.Simple.Subject.Data,
  text: Content.Simple.Body.Text?.Data ?? '',
  html: Content.Simple.Body.Html?.Data ?? '',
});

/** SES v2 as far as the project sends mail: `SendEmail` of Simple content; everything else is 501. */
export function createSes(mailer: Mailer): Hono {
  const app = new Hono();
  app.post('/v2/email/outbound-emails', async (c) => {
    const body: unknown = await c.req.json().catch(() => null);
    const parsed = sendEmailSchema.safeParse(body);
    if (parsed.success) return c.json({ MessageId: (await mailer.send(toMail(parsed.data))).id });
    const { issues } = parsed.error;
    const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
    if (unknown.length > 0)
      return refusal(c, 501, 'NotImplementedException', `not done here: ${unknown.join(', ')}`);
    const [issue] = issues;
    const path = issue?.path.join('.') || 'request';
    return refusal(c, 400, 'BadRequestException', `${path}: ${issue?.message ?? 'is not valid'}`);
  });
  app.notFound((c) => refusal(c, 501, 'NotImplementedException', `${c.req.method} ${c.req.path}`));
  return app;
}
