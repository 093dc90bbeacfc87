import { parseOptions, Refusal, usage } from './options.ts';
import { supervise } from './supervisor.ts';

/** `npm start`. Ends this process: 0 when told to stop, 2 for a wrong command line, 1 for everything else. */
export async function start(args: string[]): Promise<void> {
  // Whoever read along may be gone, as in `npm start | head`; that ends nothing.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  try {
    const options = parseOptions(args, process.cwd());
    if (options) await supervise(options, (text) => process.stdout.write(text));
    else console.log(usage);
    process.exitCode = 0;
  } catch (error) {
    console.error(error instanceof Refusal ? `\n${error.message}` : error);
    process.exitCode = error instanceof Refusal ? error.exitCode : 1;
  }
  process.exit();
}
