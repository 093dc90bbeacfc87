type Matcher = (value: unknown) => boolean;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function compileChoice(choice: unknown, path: string): Matcher {
  if (!isObject(choice)) return (value) => value === choice;
  const { prefix, ...others } = choice;
  if (typeof prefix !== 'string' || Object.keys(others).length > 0)
    throw new TypeError(`event pattern: only exact values and { prefix } are done here, not ${path}`);
  return (value) => typeof value === 'string' && value.startsWith(prefix);
}

function compileChoices(choices: unknown[], path: string): Matcher {
  if (choices.length === 0) throw new TypeError(`event pattern: ${path} is an empty list`);
  const matchers = choices.map((choice) => compileChoice(choice, path));
  const matchesOne: Matcher = (value) => matchers.some((matches) => matches(value));
  return (value) => (Array.isArray(value) ? value.some(matchesOne) : matchesOne(value));
}

function compileObject(pattern: Record<string, unknown>, path: string): Matcher {
  const fields = Object.entries(pattern).map(([name, part]) => {
    if (name.startsWith('$')) throw new TypeError(`event pattern: ${name} is not done here`);
    const matches = compilePart(part, `${path}.${name}`);
    return (value: Record<string, unknown>) => Object.hasOwn(value, name) && matches(value[name]);
  });
  if (fields.length === 0) throw new TypeError(`event pattern: ${path} is empty`);
  return (value) => isObject(value) && fields.every((matches) => matches(value));
}

function compilePart(part: unknown, path: string): Matcher {
  if (Array.isArray(part)) return compileChoices(part, path);
  if (isObject(part)) return compileObject(part, path);
  throw new TypeError(`event pattern: ${path} must be a list of choices or an object`);
}

/**
 * Compiles an event pattern of exact values, `{ prefix }` and nested objects: fields are joined by AND, choices by OR, and
 * a list in the event matches when one of its members does (docs.aws.amazon.com/eventbridge, "Creating event patterns").
 * @throws TypeError for any other operator, so that a rule never matches more here than it does there.
 */
export function compilePattern(pattern: Record<string, unknown>): (event: unknown) => boolean {
  return compileObject(pattern, '$');
}
