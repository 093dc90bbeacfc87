import { defineConfig } from 'vitest/config';
import projects from './vitest.workspace.ts';

/** A worker for each core: most of the time is spent in ffmpeg and in services that were started. */
export default defineConfig({ test: { projects, silent: 'passed-only', maxWorkers: '100%' } });
