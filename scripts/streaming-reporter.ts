import { appendFileSync } from 'node:fs'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

/** One line of the results file: a test that ended, or a test file that ended. */
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

/**
 * Writes each result to a file as NDJSON as soon as it is known, and the first line of each failure to the terminal,
 * so that an interrupted run still reports its results.
 */
export class StreamingReporter implements Reporter {
  readonly #results: string

  constructor(results: string) {
    this.#results = results
  }

  onTestCaseResult(testCase: TestCase): void {
    const { state, errors } = testCase.result()
    if (state === 'pending') return
    const line = {
      kind: 'test',
      file: testCase.module.relativeModuleId,
      name: testCase.fullName,
      state,
    } as const
    if (state !== 'failed') return this.#write(line)
    const reason = errors?.[0]?.message.split('\n', 1)[0] ?? ''
    console.log(`\nFAILED ${line.file} > ${line.name}\n       ${reason}`)
    this.#write({ ...line, reason })
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

  #write(line: ResultLine): void {
    appendFileSync(this.#results, `${JSON.stringify(line)}\n`)
  }
}
