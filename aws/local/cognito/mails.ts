import { invitationTemplate, type MailTemplate, resetTemplate } from '../../../shared/mails.ts';
import { escapeMarkup } from '../http/markup.ts';
import type { Mail } from '../ports.ts';
import type { Settings } from './settings.ts';

function fill(template: MailTemplate, from: string, email: string, secret: string): Mail {
  const put = (text: string, encode: (value: string) => string) =>
    text.replace(/\{username\}|\{####\}/g, (mark) => encode(mark === '{####}' ? secret : email));
  const plain = (value: string) => value;
  const { subject, text, html } = template;
  return {
    from,
    to: [email],
    subject: put(subject, plain),
    text: put(text, plain),
    html: put(html, escapeMarkup),
  };
}

/** The mail of AdminCreateUser. */
export const invitationMail = (settings: Settings, email: string, password: string): Mail =>
  fill(invitationTemplate(settings, settings.invitationDays), settings.mailFrom, email, password);

/** The mail of ForgotPassword. */
export const resetMail = (settings: Settings, email: string, code: string): Mail =>
  fill(resetTemplate(settings), settings.mailFrom, email, code);
