import { statSync } from 'node:fs'
import { join } from 'node:path'
import { benchFolder } from './bench-folder.ts'
import { feedLengths, makeFeedRows, type FeedLength } from './feed-rows.ts'
import { median, timed } from './process-runs.ts'
import { screenArgs } from './screen-throughput.ts'

const RUNS = 3
/** Start-up weighs less in more rows than the difference that is asked for. */
const MAX_ROWS = 100_000

/** Screens distinct rows as long as those of real feeds, by processor time, beside parsing and writing them again. */
export async function* feed(rows: number): AsyncGenerator<string> {
  const count = Math.min(rows, MAX_ROWS)
  for (const length of Object.keys(feedLengths) as FeedLength[]) {
    const input = join(benchFolder, `feed-${length}-${count}.ndjson`)
    const output = join(benchFolder, 'assessments.ndjson')
    await makeFeedRows(input, count, length)
    const rounds: { reparse: number; screen: number }[] = []
    for (let run = -1; run < RUNS; run++) {
      const reparse = await timed([
        'bench/reparse-lines.ts',
        input,
        join(benchFolder, 'again.ndjson'),
      ])
      const screen = await timed(screenArgs(input, output, 1))
      if (run >= 0)
        rounds.push({ reparse: reparse.processorSeconds, screen: screen.processorSeconds })
    }
    const screen = median(rounds.map((round) => round.screen))
    const times = median(rounds.map((round) => round.screen / round.reparse))
    const bytes = Math.round(statSync(input).size / count)
    yield `Distinct ${length} rows, ${bytes} bytes each, ${count.toLocaleString('en')} of them, processor time, median of ${RUNS}:`
    yield `  screen on 1 thread              ${screen.toFixed(2)} s, ${((screen / count) * 1e6).toFixed(1)} µs a row, ${times.toFixed(1)} times parsing and writing them again`
  }
}
