import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { auditLog } from './audit-log.ts'
import { backup } from './backup.ts'
import { cases } from './cases.ts'
import { catalogChange } from './catalog-change.ts'
import { catalogSize } from './catalog-size.ts'
import { codeChecks } from './code-checks.ts'
import { consolePages } from './console.ts'
import { dossier } from './dossier.ts'
import { feed } from './feed.ts'
import { fairness } from './fairness.ts'
import { engines } from './fill-stores.ts'
import { intake } from './intake.ts'
import { retention } from './retention.ts'
import { largeSeller } from './large-seller.ts'
import { learned } from './learned-order.ts'
import { library } from './library.ts'
import { linkUpdates } from './link-updates.ts'
import { linkedRecords } from './linked-records.ts'
import { linkedSellers } from './linked-sellers.ts'
import { matching } from './matching.ts'
import { networkGraph } from './network-graph.ts'
import { pictureLoop } from './image-loop.ts'
import { pictureScale } from './image-scale.ts'
import { pictures } from './image-hashes.ts'
import { portfolioIntake } from './portfolio-intake.ts'
import { queue } from './queue.ts'
import { singleListings } from './single-listings.ts'
import { shortRowTimes } from './short-rows.ts'
import { thresholds } from './thresholds.ts'
import { uploadTime } from './upload-time.ts'
import { wholeProgram } from './screen-throughput.ts'

const parts = {
  matching,
  catalog: catalogSize,
  program: wholeProgram,
  library,
  feed,
  'short-rows': shortRowTimes,
  intake,
  'single-listings': singleListings,
  'portfolio-intake': portfolioIntake,
  'large-seller': largeSeller,
  fairness,
  'catalog-change': catalogChange,
  queue,
  learned,
  cases,
  thresholds,
  retention,
  console: consolePages,
  pictures,
  'picture-scale': pictureScale,
  'picture-loop': pictureLoop,
  'audit-log': auditLog,
  'upload-time': uploadTime,
  'linked-records': linkedRecords,
  'linked-sellers': linkedSellers,
  'link-updates': linkUpdates,
  'network-graph': networkGraph,
  dossier,
  backup,
  'code-checks': codeChecks,
}
type Part = keyof typeof parts

const all = Object.keys(parts) as Part[]
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string', default: '1000000' },
    // Of the parts that measure on both stores; without it, both.
    store: { type: 'string' },
    // Cases on PostgreSQL alone: the filled store stays for the next run; `fill` only fills it.
    keep: { type: 'boolean', default: false },
    fill: { type: 'boolean', default: false },
  },
})
const unknown = positionals.filter((name) => !all.includes(name as Part))
if (unknown.length > 0) throw new RangeError(`Parts are ${all.join(', ')}; not ${unknown.join()}.`)

const only = engines.find((engine) => engine === values.store)
if (values.store !== undefined && only === undefined)
  throw new RangeError(`Stores are ${engines.join(' and ')}; not ${values.store}.`)

process.stdout.write(`${process.version}, ${availableParallelism()} cores\n`)
for (const part of all)
  if (positionals.length === 0 || positionals.includes(part))
    for await (const line of parts[part](Number(values.rows), only, values))
      process.stdout.write(`${line}\n`)
