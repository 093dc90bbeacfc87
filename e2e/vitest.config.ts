import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What plays films takes longest: begun last, it would be waited for alone. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const isLong = ({ moduleId }: TestSpecification) => /\/(watch|journey)\.test\.ts$/.test(moduleId);
    return (await super.sort(files)).toSorted((one, other) => Number(isLong(other)) - Number(isLong(one)));
  }
}

/** Journeys through the whole system in a real browser. Each file has a service of its own; two share the machine. */
export default defineConfig({
  test: {
    name: 'e2e',
    root: join(import.meta.dirname, '..'),
    include: ['e2e/**/*.test.ts'],
    globalSetup: ['e2e/artifacts.ts'],
    sequence: { sequencer: LongestFirst },
    maxWorkers: 2,
    // Steps build on one another: after a failure the rest would only say so again.
    bail: 1,
    testTimeout: 90_000,
    hookTimeout: 120_000,
  },
});
