import { expect, test } from 'vitest';
import { parseOptions, Refusal } from './options.ts';

const defaults = { portBase: 8787, data: '/home/ada/.shark', reset: false, sample: true, dev: false };

test.each([
  ['nothing', [], {}],
  ['a port base', ['--port-base', '9000'], { portBase: 9000 }],
  ['a port base after =', ['--port-base=9000'], { portBase: 9000 }],
  ['a folder', ['--data', 'other'], { data: '/home/ada/other' }],
  ['an absolute folder', ['--data', '/tmp/x'], { data: '/tmp/x' }],
  ['a cap', ['--monthly-cap-usd', '0.5'], { monthlyCapUsd: 0.5 }],
  ['a domain', ['--domain', 'shark.localhost'], { domain: 'shark.localhost' }],
  ['reset', ['--reset'], { reset: true }],
  ['no sample', ['--no-sample'], { sample: false }],
])('%s is understood', (_, args, expected) => {
  expect(parseOptions(args, '/home/ada')).toEqual({ ...defaults, ...expected });
});

test('help is asked for', () => {
  expect(parseOptions(['--help'], '/')).toBeNull();
});

test.each([
  ['an unknown option', ['--prot-base', '1'], '--prot-base'],
  ['a stray word', ['now'], 'now'],
  ['a missing value', ['--port-base'], '--port-base'],
  ['a port in words', ['--port-base', 'many'], 'many'],
  ['port 0', ['--port-base', '0'], '"0"'],
  ['a port too high for four more', ['--port-base', '65532'], '65532'],
  ['a value for a switch', ['--reset=yes'], '--reset'],
  ['an empty folder', ['--data', ''], '--data'],
  ['a cap in words', ['--monthly-cap-usd', 'much'], 'much'],
  ['a domain of one label', ['--domain', 'localhost'], 'localhost'],
  ['a domain with a scheme', ['--domain', 'http://shark.localhost'], 'http://'],
])('%s is refused with exit code 2', (_, args, named) => {
  expect(() => parseOptions(args, '/')).toThrow(named);
  expect(() => parseOptions(args, '/')).toThrow(expect.objectContaining({ exitCode: 2 }));
  expect(() => parseOptions(args, '/')).toThrow(Refusal);
});
