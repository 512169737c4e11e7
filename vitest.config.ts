import { defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './test/reporter/closing-line.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/lab/**', 'test/bench/**'],
    setupFiles: ['./test/equality.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    reporters: [new ClosingLineReporter()],
  },
});
