import * as z from 'zod';
import type { State } from './shark.ts';

const storeSchema = z.object({
  emails: z.array(
    z.object({ to: z.array(z.string()), subject: z.string(), text: z.string(), html: z.string() }),
  ),
});

/** The mails to an address, oldest first. */
export async function mailsTo({ inbox }: State, email: string) {
  const { emails } = storeSchema.parse(await (await fetch(`${inbox}/store`)).json());
  return emails.filter(({ to }) => to.includes(email)).reverse();
}

/** The temporary password from the last invitation to an address. */
export async function passwordFor(state: State, email: string): Promise<string> {
  const mail = (await mailsTo(state, email)).at(-1);
  return /Temporary password:\s+(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
}
