import { execFileSync } from 'node:child_process'
import type { LibraryRun } from './library-program.ts'
import { median } from './process-runs.ts'

const COLD_RUNS = 7
const WARM_ROUNDS = 20

/** A process that loads the engine as it is published, compiled to JavaScript, by the name of its package. */
function run(rounds: number): LibraryRun {
  const program = ['bench/library-program.ts', String(rounds)]
  return JSON.parse(execFileSync(process.execPath, program, { encoding: 'utf8' })) as LibraryRun
}

/** The engine as a library: how long until the first assessment, how many a second then, and its memory. */
export function* library(): Generator<string> {
  const env = { ...process.env, BUILD_TYPES: 'skip' }
  execFileSync(process.execPath, ['scripts/build.mjs', 'recognition'], { env, stdio: 'ignore' })
  // Its files are in the file cache afterwards.
  run(0)
  const cold = Array.from({ length: COLD_RUNS }, () => run(0))
  const of = (name: keyof LibraryRun): string => median(cold.map((one) => one[name])).toFixed(0)
  yield `The engine as a library, with starter pack and sample catalog, medians of ${COLD_RUNS} processes:`
  yield `  loaded after ${of('loaded')} ms, catalog compiled after ${of('compiled')} ms, first assessment after ${of('first')} ms (${of('processor')} ms of processor time); ${of('memory')} MiB`
  const warm = run(WARM_ROUNDS)
  yield `  warm, one thread, the sample listings: ${warm.perSecond.toFixed(0)} assessments a second (${warm.perProcessorSecond.toFixed(0)} a second of processor time), p50 ${(warm.middle * 1000).toFixed(0)} µs, p99 ${(warm.most * 1000).toFixed(0)} µs; ${warm.warmMemory.toFixed(0)} MiB`
}
