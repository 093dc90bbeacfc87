import * as z from 'zod';
import { timeSchema } from './video.ts';

export const roleSchema = z.enum(['admin', 'viewer']);
export type Role = z.infer<typeof roleSchema>;

export const scopeSchema = z.enum(['videos/read', 'videos/manage']);
export type Scope = z.infer<typeof scopeSchema>;

export const meSchema = z.object({
  kind: z.enum(['person', 'bot']),
  email: z.string().nullable(),
  org: z.string(),
  role: z.enum(['admin', 'viewer', 'bot']),
  scopes: z.array(z.string()),
});
export type Me = z.infer<typeof meSchema>;

export const personSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: roleSchema,
  status: z.enum(['invited', 'expired', 'active', 'disabled']),
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
});

export const invitePersonSchema = z.strictObject({
  email: z
    .email()
    .max(254)
    .transform((email) => email.toLowerCase()),
  role: roleSchema.default('viewer'),
});
