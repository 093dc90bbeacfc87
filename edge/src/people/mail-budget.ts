import { mailsItemSchema } from '../../../shared/catalog-item.ts';
import { keyOf } from '../../../shared/catalog-table.ts';
import { AppError } from '../../../shared/errors.ts';
import type { MailsLeft } from '../../../shared/people.ts';
import { readItem, writeChange } from '../catalog/table.ts';
import type { Services } from '../services.ts';

const dayMs = 24 * 60 * 60 * 1000;

const today = ({ clock }: Services) => new Date(clock.now()).toISOString().slice(0, 10);
const midnightMs = (services: Services) => Date.parse(`${today(services)}T00:00:00Z`) + dayMs;

/** How many invitations of `org` can still be mailed today (UTC). Mails of forgotten passwords are not counted here. */
export async function readMailsLeft(services: Services, org: string): Promise<MailsLeft> {
  const perDay = services.settings.MAILS_PER_DAY;
  const item = await readItem(services, keyOf.mails(org, today(services)), mailsItemSchema);
  const resetsAt = new Date(midnightMs(services)).toISOString();
  return { left: Math.max(0, perDay - (item?.sent ?? 0)), perDay, resetsAt };
}

const count = (services: Services, org: string, mails: number, expression: string, bound: number) =>
  writeChange(services, keyOf.mails(org, today(services)), {
    add: { sent: mails },
    when: { expression, names: { '#sent': 'sent' }, values: { ':bound': bound } },
  });

/** Counts mails before they are sent: as many of `wanted` as are left today; the number that may be sent. */
export async function takeMails(services: Services, org: string, wanted: number): Promise<number> {
  const room = 'attribute_not_exists(#sent) OR #sent <= :bound';
  for (let mails = wanted; mails > 0; ) {
    const bound = services.settings.MAILS_PER_DAY - mails;
    if (bound >= 0 && (await count(services, org, mails, room, bound))) return mails;
    mails = Math.min(mails - 1, (await readMailsLeft(services, org)).left);
  }
  return 0;
}

/** Takes back what was counted and certainly not sent. */
export const returnMails = (services: Services, org: string, mails: number) =>
  count(services, org, -mails, '#sent >= :bound', mails);

/** Says when mails can be sent again. */
export function noMailsLeft(services: Services, cause?: unknown): AppError {
  const nextMs = midnightMs(services);
  const day = new Date(nextMs).toISOString().slice(0, 10);
  const retryAfterSeconds = Math.ceil((nextMs - services.clock.now()) / 1000);
  const message = `No more mails can be sent today. The next ones can go out from ${day}, 00:00 UTC.`;
  return new AppError('rate_limited', message, { cause, retryAfterSeconds });
}
