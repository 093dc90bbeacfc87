/** Something the person who typed the command can put right; said without a stack. */
export class Refusal extends Error {
  override name = 'Refusal';
}

/** A tool ended with an error; `message` is what it said last. */
export class ToolFailure extends Error {
  override name = 'ToolFailure';
}
