import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: 'test/support/postgres-server.ts',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'infrastructure/**/*.test.ts', 'web/src/**/*.test.ts'],
    testTimeout: 60_000,
    // A shared machine may stall a browser or a process for once; what fails twice is broken.
    retry: process.env.CI === undefined ? 0 : 1,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
