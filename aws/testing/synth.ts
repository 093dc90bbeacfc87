import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { exampleSettings, type SettingsInput, settingsSchema } from '../settings.ts';
import { readSigningKey, type SigningKey } from '../signing-keys.ts';
import { SharkStack } from '../stack.ts';

export const root = join(import.meta.dirname, '../..');
const cdkSchema = z.object({ context: z.record(z.string(), z.unknown()) });
export const { context } = cdkSchema.parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')));

export const testKey = readSigningKey(readFileSync(join(import.meta.dirname, 'signing-key.pem'), 'utf8'));

export type SynthOptions = {
  settings?: Partial<SettingsInput>;
  signingKeys?: SigningKey[];
  /** Bundles the handlers into `outdir`, which the caller removes; else only the template is made. */
  bundle?: boolean;
};

/** The app as the command line makes it, without the checks, which `npm run synth` runs; in a folder of its own. */
export function synthesize({ settings = {}, signingKeys = [testKey], bundle = false }: SynthOptions = {}) {
  const outdir = mkdtempSync(join(tmpdir(), 'shark-synth-'));
  const app = new App({
    outdir,
    builtinCloudFormationValidation: false,
    context: { ...context, ...(bundle ? {} : { 'aws:cdk:bundling-stacks': [] }) },
  });
  try {
    const stack = new SharkStack(app, {
      settings: settingsSchema.parse({ ...exampleSettings, ...settings }),
      signingKeys,
      root,
    });
    return { outdir, stack, template: Template.fromStack(stack) };
  } finally {
    if (!bundle) rmSync(outdir, { recursive: true, force: true });
  }
}

const valueSchema = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const statementSchema = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: valueSchema,
  Resource: z.unknown().optional(),
  Principal: z.unknown().optional(),
  Condition: z.unknown().optional(),
});
const documentSchema = z.object({ Statement: z.array(statementSchema) });
export type Statement = z.infer<typeof statementSchema>;

/** Every statement anywhere under `value`: of policies, trust policies, bucket and queue policies. */
export function statementsIn(value: unknown): Statement[] {
  const document = documentSchema.safeParse(value);
  if (document.success) return document.data.Statement;
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(statementsIn);
}

type Written = string | { Ref: string } | { 'Fn::GetAtt': string[] } | { 'Fn::Join': [string, Written[]] };

/** A template's value as one line: `<Logical>` for a Ref, `<Logical.Attribute>` for an attribute. */
export function written(value: unknown): string {
  const one = value as Written;
  if (typeof one === 'string') return one;
  if ('Ref' in one) return `<${one.Ref}>`;
  if ('Fn::GetAtt' in one) return `<${one['Fn::GetAtt'].join('.')}>`;
  return one['Fn::Join'][1].map(written).join('');
}

/** `action resource` lines of all that is allowed (trust policies name no resource), sorted; logical ids without their hash. */
export const allowed = (statements: Statement[]): string[] =>
  statements
    .filter(({ Effect, Resource }) => Effect === 'Allow' && Resource !== undefined)
    .flatMap(({ Action, Resource }) =>
      [Resource]
        .flat()
        .flatMap((resource) =>
          Action.map((action) => `${action} ${written(resource).replace(/[0-9A-F]{8}(?=[.>])/g, '')}`),
        ),
    )
    .sort();
