import { statSync } from 'node:fs'
import { join } from 'node:path'
import { benchFolder } from './bench-folder.ts'
import { median, timed, type Run } from './process-runs.ts'
import { profiledSteps, START_UP } from './profiled-steps.ts'
import { screenArgs } from './screen-throughput.ts'
import { repeatingRows, shortRows, writeRows } from './short-row-feed.ts'
import { engineFigures, inputFigures, isOff } from './short-row-figures.ts'

const RUNS = 3
const MAX_ROWS = 100_000
const targets = { lean: 8, full: 12, repeated: 4, threads: 1.15, faster: 1.8 }

const input = join(benchFolder, 'short-rows.ndjson')
const repeated = join(benchFolder, 'repeating-rows.ndjson')
const single = join(benchFolder, 'one-row.ndjson')
const output = join(benchFolder, 'assessments.ndjson')
const again = join(benchFolder, 'again.ndjson')

function lean(of: string, threads = 1): string[] {
  return [...screenArgs(of, output, threads), '--detail', 'lean']
}

const commands = {
  reparseOne: ['bench/reparse-lines.ts', single, again],
  screenOne: screenArgs(single, output, 1),
  reparse: ['bench/reparse-lines.ts', input, again],
  lean: lean(input),
  full: screenArgs(input, output, 1),
  reparseRepeated: ['bench/reparse-lines.ts', repeated, again],
  repeated: lean(repeated),
  twoThreads: lean(input, 2),
}
type Command = keyof typeof commands

/** Screens distinct short rows, by processor time beside reading, parsing and writing them again, start-up subtracted. */
export async function* shortRowTimes(rows: number): AsyncGenerator<string> {
  const count = Math.min(rows, MAX_ROWS)
  const listings = [...shortRows(count)]
  await writeRows(input, listings)
  await writeRows(repeated, repeatingRows(count))
  await writeRows(single, listings.slice(0, 1))
  yield `Short rows, ${count.toLocaleString('en')} of them, against real ones:`
  for (const figure of inputFigures(listings)) yield figureLine(figure, isOff(figure))
  for (const figure of engineFigures(listings)) yield figureLine(figure, false)
  yield* times(count)
  yield* stages(count)
}

function figureLine(
  { name, wanted, is }: ReturnType<typeof inputFigures>[number],
  off: boolean,
): string {
  const text = is.map((value) => (value < 10 ? value.toPrecision(2) : value.toFixed(0)))
  return `  ${name.padEnd(48)}${text.join('/').padEnd(28)} wanted ${wanted.join('/')}${off ? ': MORE THAN A TENTH OFF' : ''}`
}

async function* times(count: number): AsyncGenerator<string> {
  const rounds: Record<Command, Run>[] = []
  const outputBytes: Partial<Record<Command, number>> = {}
  for (let run = -1; run < RUNS; run++) {
    const round: Partial<Record<Command, Run>> = {}
    for (const command of Object.keys(commands) as Command[]) {
      round[command] = await timed(commands[command])
      if (command === 'lean' || command === 'full') outputBytes[command] = statSync(output).size
    }
    // The first round warms the file cache.
    if (run >= 0) rounds.push(round as Record<Command, Run>)
  }
  const of = (figure: (round: Record<Command, Run>) => number): number => median(rounds.map(figure))
  /** Processor time of the rows alone. */
  const own = (round: Record<Command, Run>, command: Command): number => {
    const start = command.startsWith('reparse') ? round.reparseOne : round.screenOne
    return round[command].processorSeconds - start.processorSeconds
  }
  const ratio = (command: Command, base: Command): number =>
    of((round) => own(round, command) / own(round, base))
  const each = (command: Command): string =>
    ((of((round) => own(round, command)) / count) * 1e6).toFixed(1)
  const bytes = (command: 'lean' | 'full'): string =>
    ((outputBytes[command] ?? 0) / count).toFixed(0)
  yield `Processor time, start-up subtracted, medians of ${RUNS}:`
  yield `  read, parse and re-serialise   ${each('reparse')} µs a row`
  yield `  screen, lean                   ${each('lean')} µs a row, ${ratio('lean', 'reparse').toFixed(1)} times that (target ${targets.lean}); ${bytes('lean')} bytes a row`
  yield `  screen, full                   ${each('full')} µs a row, ${ratio('full', 'reparse').toFixed(1)} times (target ${targets.full}); ${bytes('full')} bytes a row`
  yield `  seven in ten repeat words, lean ${each('repeated')} µs a row, ${ratio('repeated', 'reparseRepeated').toFixed(1)} times (target ${targets.repeated})`
  const twice = of(
    ({ twoThreads, lean: one }) => twoThreads.processorSeconds / one.processorSeconds,
  )
  const faster = of(({ twoThreads, lean: one }) => one.seconds / twoThreads.seconds)
  const memory = of(({ twoThreads, lean: one }) => twoThreads.peakMemory - one.peakMemory)
  yield `  two threads, lean, whole       ${twice.toFixed(2)} times the processor time of one (target ${targets.threads}), ${faster.toFixed(2)} times as fast (target ${targets.faster}), ${memory.toFixed(0)} MiB more`
  yield `  one listing                    ${of(({ screenOne }) => screenOne.processorSeconds).toFixed(2)} s of processor time`
}

async function* stages(count: number): AsyncGenerator<string> {
  const { steps, seconds } = await profiledSteps(commands.lean)
  const start = steps.find(([step]) => step === START_UP)?.[1] ?? 0
  yield `Time of a lean row on the main thread by step, ${((seconds * (1 - start) * 1e6) / count).toFixed(1)} µs under the profiler:`
  for (const [step, share] of steps)
    if (step !== START_UP)
      yield `  ${((100 * share) / (1 - start)).toFixed(1).padStart(5)} %  ${step}`
}
