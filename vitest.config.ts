import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// Packages as Node itself finds them: the condition `module` is for bundlers, whose files name one another without endings.
const conditions = ['touchstone-source', 'node', 'development|production']

export default defineConfig({
  resolve: { conditions },
  // The global set-up runs in an environment of its own.
  environments: {
    __vitest__: {
      resolve: { conditions },
    },
  },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages', 'scripts', 'bench', 'eval'].map((folder) => `${folder}/**/*.test.ts`),
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Most tests wait for stores and servers of their own: each processor can have its file.
    maxWorkers: availableParallelism(),
    // The program is loaded once a worker, not once a file: no test changes what a module keeps.
    isolate: false,
    // What a test makes is seldom needed by the next: with more room for the young, less is copied.
    execArgv: ['--max-semi-space-size=64'],
    globalSetup: ['packages/server/test/store-templates.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
