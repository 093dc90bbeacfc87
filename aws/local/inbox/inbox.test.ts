import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createInbox } from './inbox.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'inbox-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

const clock = { now: () => Date.UTC(2026, 0, 2, 3, 4, 5) };
const open = () => createInbox({ dataDir, clock });
const simple = {
  FromEmailAddress: 'Shark <no-reply@example.com>',
  Destination: { ToAddresses: ['ann@example.com'], CcAddresses: ['bob@example.com'] },
  Content: { Simple: { Subject: { Data: '<b>Hi</b>' }, Body: { Html: { Data: '<script>x</script>' } } } },
};
const send = (inbox: ReturnType<typeof open>, body: unknown) =>
  inbox.api.request('/v2/email/outbound-emails', { method: 'POST', body: JSON.stringify(body) });

test('a mail sent by SES is in the store as the contract says, also after a restart', async () => {
  const first = open();
  const answer = await send(first, simple);
  expect(answer.status).toBe(200);
  const { MessageId } = (await answer.json()) as { MessageId: string };
  first.close();
  const second = open();
  expect(await (await second.web.request('/store')).json()).toEqual({
    emails: [
      {
        id: MessageId,
        at: '2026-01-02T03:04:05.000Z',
        from: 'Shark <no-reply@example.com>',
        to: ['ann@example.com', 'bob@example.com'],
        subject: '<b>Hi</b>',
        text: '',
        html: '<script>x</script>',
      },
    ],
  });
  second.close();
});

test('the pages escape what a mail says and show its HTML in a sandbox only', async () => {
  const inbox = open();
  const { id } = await inbox.mailer.send({ from: 'a@b', to: ['c@d'], subject: '<i>', text: '', html: '<p>' });
  expect(await (await inbox.web.request('/')).text()).toContain('&lt;i&gt;');
  const page = await (await inbox.web.request(`/mail/${id}`)).text();
  expect(page).toMatch(/<iframe[^>]*sandbox="allow-popups allow-popups-to-escape-sandbox"/);
  const framed = await inbox.web.request(`/mail/${id}/html`);
  expect(await framed.text()).toContain('<p>');
  expect(framed.headers.get('content-security-policy')).toMatch(/^sandbox (?!.*script)/);
  expect((await inbox.web.request('/mail/none')).status).toBe(404);
  inbox.close();
});

test.each([
  ['no recipient', { ...simple, Destination: {} }, 400, 'BadRequestException'],
  [
    'no body',
    { ...simple, Content: { Simple: { Subject: { Data: 'x' }, Body: {} } } },
    400,
    'BadRequestException',
  ],
  ['not JSON', null, 400, 'BadRequestException'],
  ['a template', { ...simple, Content: { Template: { TemplateName: 't' } } }, 501, 'NotImplementedException'],
  ['a raw message', { ...simple, Content: { Raw: { Data: 'eA==' } } }, 501, 'NotImplementedException'],
  ['tags', { ...simple, EmailTags: [] }, 501, 'NotImplementedException'],
])('SendEmail with %s is refused', async (_, body, status, code) => {
  const inbox = open();
  const answer = await send(inbox, body);
  expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([status, code]);
  inbox.close();
});

test('any other call of SES is 501', async () => {
  const inbox = open();
  expect((await inbox.api.request('/v2/email/account')).status).toBe(501);
  inbox.close();
});
