import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { StreamingReporter } from './scripts/streaming-reporter.ts'

// Packages as Node itself finds them: the condition `module` is for bundlers, whose files name one another without endings.
const conditions = ['touchstone-source', 'node', 'development|production']

/**
 * The longest first, so that none runs alone at the end. Vitest goes by the size of files; what drives
 * a browser or starts programs is short to read and long to run.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const weightOf = ({ moduleId }: TestSpecification): number =>
      /\.browser\.test\.ts$|\/scripts\/packaging\.test\.ts$/.test(moduleId)
        ? 2
        : moduleId.includes('/packages/cli/test/')
          ? 1
          : 0
    const bySize = await super.sort(files)
    return bySize.toSorted((one, other) => weightOf(other) - weightOf(one))
  }
}

const { TOUCHSTONE_TEST_RESULTS: results } = process.env

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
    reporters: results === undefined ? ['default'] : ['dot', new StreamingReporter(results)],
    // The program is loaded once a worker, not once a file: no test changes what a module keeps.
    isolate: false,
    // What a test makes is seldom needed by the next: with more room for the young, less is copied.
    // Threads that tests start resolve packages by themselves.
    execArgv: ['--max-semi-space-size=64', '--conditions=touchstone-source'],
    sequence: { sequencer: LongestFirst },
    globalSetup: ['packages/server/test/store-templates.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // What is waited for comes later on a busy machine: one that never comes costs its test this long.
    expect: { poll: { timeout: 20_000 } },
  },
})
