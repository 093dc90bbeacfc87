import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestProject } from 'vitest/node';
import type { WireCore } from './wire-core.ts';

/**
 * Starts the stand-ins once for all edge tests: these run in workerd and reach them on the wire, as the Worker does.
 * A process of their own, because vitest loads this file as the Worker's modules are loaded, and they need Node's.
 */
export default async function setup(project: TestProject) {
  const file = join(import.meta.dirname, 'core-process.ts');
  const child = spawn(process.execPath, [file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const line = once(createInterface(child.stdout), 'line').then(([text]) => String(text));
  const started = await Promise.race([line, exited.then(() => null)]);
  if (started === null) throw new Error('the stand-ins did not start');
  project.provide('core', JSON.parse(started) as WireCore);
  return async () => {
    child.stdin.end();
    await exited;
  };
}
