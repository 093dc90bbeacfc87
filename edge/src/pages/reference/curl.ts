import type { Method } from '../../openapi/operation.ts';
import type { DescribedOperation, Parameter } from '../../openapi/types.ts';

const form = 'application/x-www-form-urlencoded';

/** In single quotes nothing means anything to a shell but a single quote. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

function addressOf(origin: string, path: string, parameters: readonly Parameter[]): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`);
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map(({ name, example }) => `${name}=${encodeURIComponent(String(example))}`);
  return `"${origin}${filled}${query.length > 0 ? `?${query.join('&')}` : ''}"`;
}

function bodyOf({ requestBody }: DescribedOperation): string[] {
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  if (!type) return [];
  if (type === form)
    return Object.entries(content?.example ?? {}).map(
      ([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`,
    );
  if (type.startsWith('image/'))
    return [`-H ${quoted(`Content-Type: ${type}`)}`, '--data-binary @picture.jpg'];
  return [`-H ${quoted(`Content-Type: ${type}`)}`, `-d ${quoted(JSON.stringify(content?.example, null, 2))}`];
}

type Called = { origin: string; path: string; method: Method; operation: DescribedOperation };

/** The call of an operation for a shell. Ids and the token are variables of it; nothing secret is written out. */
export function curlOf({ origin, path, method, operation }: Called): string {
  const verb = method === 'get' ? '' : `-X ${method.toUpperCase()} `;
  const token = operation.security.length > 0 ? ['-H "Authorization: Bearer $SHARK_TOKEN"'] : [];
  const lines = [
    `curl ${verb}${addressOf(origin, path, operation.parameters ?? [])}`,
    ...token,
    ...bodyOf(operation),
  ];
  return lines.join(' \\\n  ');
}
