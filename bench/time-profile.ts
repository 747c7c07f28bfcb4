import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchFolder } from './bench-folder.ts'
import { profiledSteps } from './profiled-steps.ts'
import { makeRows } from './sample-rows.ts'
import { screenArgs } from './screen-throughput.ts'

// Profiles `screen` on one thread and reports each step's share of a row's time.

const { values } = parseArgs({ options: { rows: { type: 'string', default: '300000' } } })
const rows = Number(values.rows)
const input = join(benchFolder, `offers-${rows}.ndjson`)
await makeRows(input, rows)
const output = join(benchFolder, 'assessments.ndjson')
const { steps, seconds } = await profiledSteps(screenArgs(input, output, 1))
process.stdout.write(`screen on 1 thread, ${rows} rows in ${seconds.toFixed(1)} s, profiled:\n`)
for (const [step, share] of steps)
  process.stdout.write(`  ${(100 * share).toFixed(1).padStart(5)} %  ${step}\n`)
