import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { catalogChange } from './catalog-change.ts'
import { catalogSize } from './catalog-size.ts'
import { consolePages } from './console.ts'
import { intake } from './intake.ts'
import { retention } from './retention.ts'
import { matching } from './matching.ts'
import { pictureLoop } from './picture-loop.ts'
import { pictureScale } from './picture-scale.ts'
import { pictures } from './pictures.ts'
import { queue } from './queue.ts'
import { thresholds } from './thresholds.ts'
import { wholeProgram } from './whole-program.ts'

const parts = {
  ...{ matching, catalog: catalogSize, program: wholeProgram, intake },
  ...{ 'catalog-change': catalogChange, queue, thresholds },
  ...{ retention, console: consolePages, pictures, 'picture-scale': pictureScale },
  'picture-loop': pictureLoop,
}
type Part = keyof typeof parts

const all = Object.keys(parts) as Part[]
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: 'string', default: '1000000' } },
})
const unknown = positionals.filter((name) => !all.includes(name as Part))
if (unknown.length > 0) throw new RangeError(`Parts are ${all.join(', ')}; not ${unknown.join()}.`)

process.stdout.write(`${process.version}, ${availableParallelism()} cores\n`)
for (const part of all)
  if (positionals.length === 0 || positionals.includes(part))
    for await (const line of parts[part](Number(values.rows))) process.stdout.write(`${line}\n`)
