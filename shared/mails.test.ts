import { describe, expect, test } from 'vitest';
import { invitationTemplate, resetTemplate } from './mails.ts';

const sender = { organisation: 'Fish & <Chips>', appOrigin: 'https://app.video.example.com' };
const mails = [
  { name: 'the invitation', mail: invitationTemplate(sender, 30) },
  { name: 'the code', mail: resetTemplate(sender) },
];

const entities: Record<string, string> = { '&#38;': '&', '&#60;': '<', '&#62;': '>', '&#34;': '"' };
/** What a mail program shows of the HTML's body. */
const shown = (html: string) =>
  html
    .replace(/^[\s\S]*<body/, '<body')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#\d+;/g, (entity) => entities[entity] ?? entity)
    .replace(/\s+/g, ' ');

describe.each(mails)('$name', ({ mail: { subject, text, html } }) => {
  test('keeps Cognito’s limits: subject 140 characters, message 20,000', () => {
    expect(subject.length).toBeLessThanOrEqual(140);
    expect(html.length).toBeLessThanOrEqual(20_000);
    expect(html).toContain('{####}');
  });

  test('says the same in text and HTML', () => {
    for (const words of text.split(/\n\n|: (?=[{h])/).map((line) => line.trim()))
      if (!words.endsWith('example.com/')) expect(shown(html)).toContain(words);
    for (const href of text.match(/https:\S+/g) ?? []) expect(html).toContain(`href="${href}"`);
  });

  test('loads nothing, runs nothing, escapes names and knows the dark', () => {
    expect(html).not.toMatch(/<img|<script|<link|url\(|src=|@import/);
    expect(html).not.toContain('<Chips>');
    expect(html).toContain('prefers-color-scheme: dark');
  });

  test('names who it is from and where help is, and leads nowhere else', () => {
    expect(subject).toContain(sender.organisation);
    expect(text).toContain(`${sender.appOrigin}/auth/help`);
    const hosts = [...html.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => new URL(href).origin);
    expect(new Set(hosts)).toEqual(new Set([sender.appOrigin]));
  });
});

test('the invitation has one button, and names address, password and days', () => {
  const { html, text } = invitationTemplate(sender, 7);
  expect(html.match(/class="button"/g)).toHaveLength(1);
  expect(text).toContain('E-mail: {username}\n\nTemporary password: {####}');
  expect(text).toContain('within 7 days');
});
