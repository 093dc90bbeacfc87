import { exitCodes } from './exit-codes.ts';
import { createWorld } from './machine.ts';
import { shark } from './shark.ts';

declare const SHARK_VERSION: string;

const stop = new AbortController();
process.on('SIGINT', () => {
  // Whoever presses it twice does not want to wait for anything.
  if (stop.signal.aborted) process.exit(exitCodes.interrupted);
  stop.abort(new Error('stopped'));
});
process.on('SIGTERM', () => stop.abort(new Error('stopped')));
// A reader that has seen enough (`shark list | head`) is no failure.
process.stdout.on('error', () => process.exit(exitCodes.done));
// Nobody watches the progress any more; the work goes on.
process.stderr.on('error', () => undefined);

const world = createWorld({ version: SHARK_VERSION, signal: stop.signal });
const exitCode = await shark(world, process.argv.slice(2));
// A pipe may still be reading; whatever else is open (an idle connection) is of no use any more.
process.stdout.write('', () => process.exit(exitCode));
