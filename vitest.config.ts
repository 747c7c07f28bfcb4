import { registerHooks } from 'node:module'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { StreamingReporter } from './scripts/streaming-reporter.ts'

// Packages by their sources, also in this process, which runs the global set-up.
const condition = 'touchstone-source'
registerHooks({
  resolve: (specifier, context, nextResolve) =>
    nextResolve(specifier, { ...context, conditions: [...context.conditions, condition] }),
})

/** These have a server of their own; all other files that drive the console share one, and follow one another. */
const withOwnServer =
  /\/(blind-audit|cases|listing-page|notices|reference-images|sample)\.browser\.test\.ts$/

/** Long to run for other reasons than a browser or programs that they start. */
const slow = /\/(backup|examples|packaging|tenancy-sweep)\.test\.ts$/

function weightOf({ moduleId }: TestSpecification): number {
  if (withOwnServer.test(moduleId)) return 4
  if (moduleId.includes('/packages/console/test/')) return 3
  if (moduleId.endsWith('.browser.test.ts') || slow.test(moduleId)) return 2
  return moduleId.includes('/packages/cli/test/') ? 1 : 0
}

/**
 * The longest first, so that none runs alone at the end. Vitest goes by the size of files; what drives
 * a browser or starts programs is short to read and long to run.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const bySize = await super.sort(files)
    return bySize.toSorted((one, other) => weightOf(other) - weightOf(one))
  }
}

const { TOUCHSTONE_TEST_RESULTS: results } = process.env

export default defineConfig({
  test: {
    include: ['packages', 'scripts', 'bench', 'eval'].map((folder) => `${folder}/**/*.test.ts`),
    exclude: ['**/node_modules/**', '**/dist/**'],
    // A quarter of a file's time passes in waiting for stores, servers and browsers: one file more than there are
    // processors keeps them busy.
    maxWorkers: availableParallelism() + 1,
    reporters: results === undefined ? ['default'] : ['dot', new StreamingReporter(results)],
    // The program is loaded once a worker, not once a file: no test changes what a module keeps.
    isolate: false,
    // Node runs the sources itself, as it does in production: nothing is transformed, and what a module
    // imports is as fast as there.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    execArgv: [
      `--conditions=${condition}`,
      `--import=${join(import.meta.dirname, 'scripts/page-modules.mjs')}`,
      // What a test makes is seldom needed by the next: with more room for the young, less is copied.
      '--max-semi-space-size=64',
      // Otherwise the memory of each embedded store that is opened makes V8 collect the whole heap, twice.
      '--external-memory-accounted-in-global-limit',
    ],
    sequence: { sequencer: LongestFirst },
    globalSetup: ['packages/server/test/store-templates.ts'],
    // What a page says when a test of it fails.
    setupFiles: ['packages/server/test/print-failed-pages.ts'],
    // On a machine that does much else a test takes many times as long; only one that hangs ends by these.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // What is waited for comes later on a busy machine: one that never comes costs its test this long.
    expect: { poll: { timeout: 120_000 } },
    // A list that differs is told whole: on another machine its failure may be all there is to read.
    chaiConfig: { truncateThreshold: 0 },
  },
})
