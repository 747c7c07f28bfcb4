import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const conditions = ['touchstone-source']

export default defineConfig({
  resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] },
  // The global set-up runs in an environment of its own.
  environments: {
    __vitest__: {
      resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] },
    },
  },
  ssr: { resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] } },
  test: {
    include: ['packages', 'scripts', 'bench', 'eval'].map((folder) => `${folder}/**/*.test.ts`),
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Most tests wait for stores and servers of their own: each processor can have its file.
    maxWorkers: availableParallelism(),
    globalSetup: ['packages/server/test/store-templates.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
