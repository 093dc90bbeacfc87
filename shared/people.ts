import * as z from 'zod';
import { emailSchema, foldAddresses, readAddresses } from './addresses.ts';
import { errorCodeSchema } from './errors.ts';
import { timeSchema } from './video.ts';

export const roleSchema = z.enum(['admin', 'viewer']);
export type Role = z.infer<typeof roleSchema>;

export const scopeSchema = z.enum(['videos/read', 'videos/manage']);
export type Scope = z.infer<typeof scopeSchema>;

/** What a client asks for when a person signs in. */
export const personScopes = ['openid', 'email', ...scopeSchema.options];

export const meSchema = z.object({
  kind: z.enum(['person', 'bot']),
  email: z.string().nullable(),
  org: z.string(),
  role: z.enum(['admin', 'viewer', 'bot']),
  scopes: z.array(z.string()),
});
export type Me = z.infer<typeof meSchema>;

/** Where an invitation stands: sent, run out, taken up, or its person shut out. */
export const personStatusSchema = z.enum(['invited', 'expired', 'active', 'disabled']);

export const personSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: roleSchema,
  status: personStatusSchema,
  invitedAt: timeSchema,
  expiresAt: timeSchema.nullable(),
});
export type Person = z.infer<typeof personSchema>;

export const peopleListSchema = z.object({
  people: z.array(personSchema),
  nextCursor: z.string().nullable(),
});
export type PeopleList = z.infer<typeof peopleListSchema>;

export const listPeopleQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(60).default(24),
  cursor: z.string().max(4096).optional(),
  status: personStatusSchema.optional(),
});
export type ListPeopleQuery = z.infer<typeof listPeopleQuerySchema>;

export const invitePersonSchema = z.strictObject({ email: emailSchema, role: roleSchema.default('viewer') });

/** How many different addresses one request may invite. */
export const maxInvitations = 200;

const pastedSchema = z.union([z.string().max(100_000), z.array(z.string().max(500)).max(1000)]);

/** People by their addresses, as pasted. `dryRun` only tells what would happen. */
export const inviteManySchema = z.strictObject({
  addresses: pastedSchema.transform((pasted, context) => {
    const all = readAddresses(pasted);
    const each = foldAddresses(all);
    if (each.length === 0) context.addIssue('holds no address');
    if (each.length > maxInvitations) context.addIssue(`may hold ${maxInvitations} addresses at once`);
    return { each, duplicates: all.length - each.length };
  }),
  role: roleSchema.default('viewer'),
  dryRun: z.boolean().default(false),
});
export type InviteMany = z.output<typeof inviteManySchema>;

/**
 * What became of one address. `state` is what it was before: `new` and `expired` ones are sent an invitation, the others
 * are left alone. `sent` is false in a dry run, and where `error` says why not.
 */
export const invitationSchema = z.object({
  /** Of the pasted text, from 1. */
  line: z.int(),
  address: z.string(),
  /** Null for what is no address. */
  email: z.string().nullable(),
  state: z.enum(['new', ...personStatusSchema.options, 'invalid']),
  sent: z.boolean(),
  person: personSchema.nullable(),
  error: z.object({ code: errorCodeSchema, message: z.string() }).nullable(),
});
export type Invitation = z.infer<typeof invitationSchema>;

/** Mails that can still go out before `resetsAt`, midnight UTC. */
export const mailsLeftSchema = z.object({ left: z.int(), perDay: z.int(), resetsAt: timeSchema });
export type MailsLeft = z.infer<typeof mailsLeftSchema>;

export const invitationsSchema = z.object({
  results: z.array(invitationSchema),
  /** How many were left out because they had come before. */
  duplicates: z.int(),
  mails: mailsLeftSchema,
});
export type Invitations = z.infer<typeof invitationsSchema>;
