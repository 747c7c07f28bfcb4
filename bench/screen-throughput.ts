import { join } from 'node:path'
import { benchFolder } from './bench-folder.ts'
import { median, timed } from './process-runs.ts'
import { makeRows } from './sample-rows.ts'

const RUNS = 5
const MAX_REPARSE_RATIO = 4
/** Rows a second with which a billion listings pass in three hours. */
const BILLION_IN_THREE_HOURS = 92_600

/** Arguments that screen a file with the starter pack, the sample catalog and validation. */
export function screenArgs(input: string, output: string, threads: number): string[] {
  return [
    '--max-semi-space-size=16',
    '--heap-growing-percent=40',
    'packages/cli/src/main.ts',
    'screen',
    '--catalog',
    'samples/catalog.json',
    '--in',
    input,
    '--out',
    output,
    '--threads',
    String(threads),
  ]
}

/** Screens a file as users do, beside a program that only parses and writes it again. */
export async function* wholeProgram(rows: number): AsyncGenerator<string> {
  const input = join(benchFolder, `offers-${rows}.ndjson`)
  const output = join(benchFolder, 'assessments.ndjson')
  const commands = {
    reparse: ['bench/reparse-lines.ts', input, join(benchFolder, 'reparsed.ndjson')],
    one: screenArgs(input, output, 1),
    two: screenArgs(input, output, 2),
  }
  await makeRows(input, rows)
  const rounds: { reparse: number; one: number; two: number }[] = []
  for (let run = -1; run < RUNS; run++) {
    const round = {
      reparse: (await timed(commands.reparse)).seconds,
      one: (await timed(commands.one)).seconds,
      two: (await timed(commands.two)).seconds,
    }
    // The first round warms the file cache.
    if (run >= 0) rounds.push(round)
  }
  const seconds = (command: keyof typeof commands) => median(rounds.map((round) => round[command]))
  const rate = (command: keyof typeof commands, cores: number) =>
    Math.round(rows / seconds(command) / cores).toLocaleString('en')
  const times = median(rounds.map(({ one, reparse }) => one / reparse))
  const faster = median(rounds.map(({ one, two }) => one / two))
  const reached = rows / seconds('two') / BILLION_IN_THREE_HOURS
  yield `Whole program, ${rows.toLocaleString('en')} rows, start-up included, median of ${RUNS}:`
  yield `  read, parse and re-serialise    ${seconds('reparse').toFixed(2)} s`
  yield `  screen on 1 thread              ${seconds('one').toFixed(2)} s, ${times.toFixed(2)} times that (target ${MAX_REPARSE_RATIO.toFixed(1)}); ${rate('one', 1)} rows a second and core`
  yield `  screen on 2 threads             ${seconds('two').toFixed(2)} s, ${faster.toFixed(2)} times faster than on 1; ${rate('two', 2)} rows a second and core`
  yield `  a billion offers in three hours ${BILLION_IN_THREE_HOURS.toLocaleString('en')} rows a second are needed: 2 threads reach ${(reached * 100).toFixed(0)} % of that`
}
