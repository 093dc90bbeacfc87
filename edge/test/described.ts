import { expect } from 'vitest';
import { errorBodySchema } from '../../shared/errors.ts';
import type { createApp } from '../src/app.ts';
import { errorsByStatus } from '../src/openapi/errors.ts';
import type { Operation } from '../src/openapi/operation.ts';
import { operations } from '../src/openapi/operations.ts';

const patterns = operations.map((operation) => {
  const path = operation.path.replace(/\{\w+\}/g, '[^/]+').replaceAll('.', '\\.');
  return { operation, pattern: new RegExp(`^${path}/?$`) };
});

function operationOf({ method, url }: Request): Operation | undefined {
  const { pathname } = new URL(url);
  return patterns.find(
    ({ operation, pattern }) => operation.method.toUpperCase() === method && pattern.test(pathname),
  )?.operation;
}

async function hold(operation: Operation, response: Response): Promise<void> {
  const { method, path, answers } = operation;
  const where = `${method.toUpperCase()} ${path} is described with this answer`;
  const isJson = response.headers.get('Content-Type')?.startsWith('application/json');
  const body: unknown = isJson ? await response.json() : null;
  if (response.status >= 400) {
    const codes = errorsByStatus(operation).get(response.status);
    if (isJson) expect(codes, where).toContain(errorBodySchema.parse(body).error.code);
    else expect(codes, where).toBeDefined();
    return;
  }
  const answer = Object.entries(answers).find(([status]) => Number(status) === response.status);
  expect(answer, `${where}: ${response.status}`).toBeDefined();
  if (answer?.[1] === 'page') expect(response.headers.get('Content-Type'), where).toMatch('text/html');
  else if (answer?.[1]) expect(answer[1].parse(body), where).toEqual(body);
}

/** The same app, but every answer it gives to an operation is held to the OpenAPI document: status, shape, error code. */
export function described<App extends ReturnType<typeof createApp>>(app: App): App {
  const answer = app.fetch;
  app.fetch = async (request, ...rest) => {
    const response = await answer(request, ...rest);
    const operation = operationOf(request);
    if (operation) await hold(operation, response.clone());
    return response;
  };
  return app;
}
