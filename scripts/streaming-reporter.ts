import { appendFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Reporter, SerializedError, TestCase, TestModule, TestSuite } from 'vitest/node'

/**
 * One line of the results file: a test that ended, a suite whose own hook failed, or a test file that ended. Such a
 * suite counts as one failed test, since none of its tests ran.
 */
export type ResultLine =
  | {
      kind: 'test'
      file: string
      name: string
      state: 'passed' | 'failed' | 'skipped'
      /** First line of the first error. */
      reason?: string
    }
  | { kind: 'file'; file: string; seconds: number; errors: number }

/** Longer counterexamples are found again by their seed. */
const MAX_DETAIL = 1000

/**
 * Writes each result to a file as NDJSON as soon as it is known, and the first line of each failure to the terminal, with
 * what reproduces a property, so that an interrupted run still reports its results.
 */
export class StreamingReporter implements Reporter {
  readonly #results: string

  constructor(results: string) {
    this.#results = results
  }

  onTestCaseResult(testCase: TestCase): void {
    const { state, errors } = testCase.result()
    if (state === 'pending') return
    const file = testCase.module.relativeModuleId
    if (state === 'failed') this.#fail(file, testCase.fullName, errors?.[0]?.message)
    else this.#write({ kind: 'test', file, name: testCase.fullName, state })
  }

  /** A suite whose hooks fail runs no test that could report it. */
  onTestSuiteResult(testSuite: TestSuite): void {
    const [error] = testSuite.errors()
    if (error === undefined) return
    this.#fail(testSuite.module.relativeModuleId, testSuite.fullName, error.message)
  }

  /** A file that does not load, or whose hooks outside any test fail, has its own errors. */
  onTestModuleEnd(testModule: TestModule): void {
    const { duration } = testModule.diagnostic()
    this.#write({
      kind: 'file',
      file: testModule.relativeModuleId,
      seconds: duration / 1000,
      errors: testModule.errors().length,
    })
  }

  /** Errors outside any test, such as a promise that nobody waited for, by the file during which they came. */
  onTestRunEnd(_modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    for (const { message, VITEST_TEST_PATH: path } of errors) {
      const file = typeof path === 'string' ? relative(process.cwd(), path) : 'no file'
      this.#fail(file, 'an error outside its tests', message)
    }
  }

  #fail(file: string, name: string, message = ''): void {
    const [reason = '', ...more] = message.split('\n')
    // A property is reproduced by its seed and counterexample, which come in further lines.
    const details = more.filter((line) => /^(\{ seed: |Counterexample: )/.test(line))
    const shown = [reason, ...details.map((line) => line.slice(0, MAX_DETAIL))]
    console.log(`\nFAILED ${file} > ${name}\n       ${shown.join('\n       ')}`)
    this.#write({ kind: 'test', file, name, state: 'failed', reason })
  }

  #write(line: ResultLine): void {
    appendFileSync(this.#results, `${JSON.stringify(line)}\n`)
  }
}
