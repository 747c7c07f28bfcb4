import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { compile } from '@touchstone/recognition'
import type { Share } from '@touchstone/evaluation'
import { measureUnconfessed, type Naming, type PriceFigures } from './price-figures.ts'
import { readSourceData, SourceRow } from './source-rows.ts'
import { judge } from './verdict-figures.ts'

// Counterfeits that confess nothing, against honest listings that name a brand.

const { values } = parseArgs({ options: { rows: { type: 'string', multiple: true } } })
const folder = resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data')
const more = (values.rows ?? []).flatMap((path) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => SourceRow.parse(JSON.parse(line))),
)
const data = readSourceData(folder)
const rows = [...(data?.rows ?? []), ...more]

function percent({ count, of, share }: Share): string {
  return `${count} of ${of}${share === null ? '' : ` (${(share * 100).toFixed(2)} %)`}`
}

function line({
  source,
  rows,
  priced,
  impossible,
  queued,
  askProof,
  reviewed,
}: PriceFigures): string {
  return `  ${source.padEnd(22)} ${rows} rows, ${priced} priced; impossible ${percent(impossible)}; impossible, review or block ${percent(queued)}; ask-proof ${percent(askProof)}; review or block ${percent(reviewed)}`
}

const titles: Record<Naming, string> = {
  found: 'Rows where the engine finds a brand',
  plain: 'Rows whose data name a brand plainly',
}

if (rows.length === 0)
  process.stdout.write(`Skipped: no measuring data in ${folder} (set TOUCHSTONE_DATA).\n`)
else {
  const judged = judge(compile({ brands: [] }), rows)
  for (const naming of ['found', 'plain'] as const) {
    const { honest, fakes, allHonest, allFakes, recall } = measureUnconfessed(judged, naming)
    process.stdout.write(`${titles[naming]}\n`)
    process.stdout.write(' Without a word for a copy, recall at 1 % false alarms by probability\n')
    for (const { source, atOnePercent } of recall)
      process.stdout.write(
        `  ${source.padEnd(22)} ${atOnePercent === undefined ? 'not measured' : percent(atOnePercent.recall)}\n`,
      )
    process.stdout.write(
      ` Without a word for a copy, priced\n${[...fakes, allFakes].map(line).join('\n')}\n`,
    )
    process.stdout.write(` Honest\n${[...honest, allHonest].map(line).join('\n')}\n\n`)
  }
}
