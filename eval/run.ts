import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { compile } from '@touchstone/recognition'
import { measure } from './measure.ts'
import { toHtml, toText } from './print.ts'
import { readSourceData } from './source-rows.ts'
import { starterBrandNames } from './starter-names.ts'

const folder = resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data')
const out = resolve(process.env['DATA_DIR'] ?? 'data', 'eval')

const data = readSourceData(folder)
if (data === undefined)
  process.stdout.write(`Skipped: no measuring data in ${folder} (set TOUCHSTONE_DATA).\n`)
else {
  const names = starterBrandNames()
  const figures = measure(compile({ brands: [] }), data.rows, data.oracle, (name) =>
    names.has(name),
  )
  mkdirSync(out, { recursive: true })
  writeFileSync(join(out, 'figures.json'), `${JSON.stringify(figures, undefined, 2)}\n`)
  writeFileSync(join(out, 'figures.html'), toHtml(figures))
  process.stdout.write(toText(figures))
  process.stdout.write(`\nWritten: ${join(out, 'figures.json')} and figures.html\n`)
}
