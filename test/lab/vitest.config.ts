import { defineConfig } from 'vitest/config';
import { ClosingLineReporter } from '#test/reporter/closing-line.ts';

/** Real routers on real time: one file after the other, so that nothing but the scenario itself decides the times printed. */
export default defineConfig({
  test: {
    include: ['test/lab/**/*.lab.test.ts'],
    reporters: [new ClosingLineReporter()],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
