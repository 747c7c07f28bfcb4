// Lists where a domain of the server names tables of another domain: node scripts/foreign-reads.ts
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tableOwners } from './table-owners.ts'
import { tableReferences } from './table-references.ts'

const source = join(import.meta.dirname, '../packages/server/src')

/** The rooms of each domain. What serves all of them (`api`, `console`) belongs to none. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  access: [
    'audit',
    'audit-log',
    'identity',
    'installation',
    'installation-keys',
    'marketplaces',
    'operator',
    'people',
  ],
  brands: ['catalog', 'claims', 'sharing', 'thresholds'],
  listings: ['formats', 'intake', 'listings', 'overview', 'screening', 'translations', 'views'],
  review: ['decisions', 'quality', 'revisions'],
  images: ['banks', 'pictures'],
  investigation: ['captures', 'cases', 'evidence'],
  enforcement: ['accountability', 'answers', 'embargo', 'enforcement', 'notices', 'reception'],
  messaging: ['events', 'outbox', 'webhooks'],
  privacy: ['personal', 'retention'],
  demo: ['rehearsal', 'sample'],
  platform: ['platform'],
}
const domainOf = new Map(
  Object.entries(rooms).flatMap(([domain, names]) => names.map((name) => [name, domain])),
)

const owners = tableOwners()
const places = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((place) => place.endsWith('.ts') && !place.endsWith('.test.ts'))
  .filter((place) => !place.includes('/test/') && place !== 'platform/db/schema.ts')
  .sort()

const pairs = new Map<string, number>()
let named = 0
let foreign = 0
for (const place of places) {
  const domain = domainOf.get(place.split('/')[0] ?? '')
  for (const table of tableReferences(readFileSync(join(source, place), 'utf8'), owners.keys())) {
    named++
    if (owners.get(table) === domain) continue
    foreign++
    const pair = `${domain ?? 'no domain'}  ${place}  ${owners.get(table)}.${table}`
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  }
}
for (const [pair, count] of [...pairs].sort()) console.log(`${count}  ${pair}`)
console.log(`${foreign} of ${named} references, in ${pairs.size} pairs of a file and a table`)
