import type * as z from 'zod';

/** A shape of the API: its name in the document, the schema that validates it, and one value of it as JSON. */
export type Shape = { name: string; schema: z.ZodType; example: unknown };

/** The compiler holds the example to the schema's type, a test to the schema. */
export const shape = <S extends z.ZodType>(name: string, schema: S, example: z.input<S>): Shape => ({
  name,
  schema,
  example,
});
