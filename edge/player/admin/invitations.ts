import type { Invitation, Invitations, MailsLeft } from '../../../shared/people.ts';

/** `1 invitation`, `2 invitations`. */
export const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

const stateWord: Record<Invitation['state'], string> = {
  new: 'Will be invited',
  expired: 'Ran out, will be sent again',
  invited: 'Invited already',
  active: 'Has access already',
  disabled: 'Disabled; let them in again below',
  invalid: 'Not an e-mail address',
};

/** What an address is told to become, or became. */
export const wordOf = ({ state, sent, error }: Pick<Invitation, 'state' | 'sent' | 'error'>) =>
  sent ? 'Sent' : (error?.message ?? stateWord[state]);

/** Whether an address is waiting to be mailed. */
export const isWaiting = ({ state, sent, error }: Pick<Invitation, 'state' | 'sent' | 'error'>) =>
  !sent && error === null && (state === 'new' || state === 'expired');

const mailsOf = ({ left, perDay }: MailsLeft) => `${left} of ${counted(perDay, 'mail')} left today`;

/** What would happen, in a few sentences. */
export function planOf({ results, duplicates, mails }: Invitations): string {
  const waiting = results.filter(isWaiting).length;
  const invalid = results.filter(({ state }) => state === 'invalid');
  const lines = [...new Set(invalid.map(({ line }) => line))].join(', ');
  const others = results.length - waiting - invalid.length;
  const tooMany = waiting > mails.left;
  return [
    waiting > 0 ? `${counted(waiting, 'invitation')} to send; ${mailsOf(mails)}.` : 'Nothing to send.',
    tooMany ? `The others stay here and can go from ${mails.resetsAt.slice(0, 10)}, 00:00 UTC.` : '',
    others > 0 ? `${others} left alone.` : '',
    invalid.length > 0 ? `Not an address: see line ${lines}.` : '',
    duplicates > 0 ? `${duplicates} repeated and left out.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}
