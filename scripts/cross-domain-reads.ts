// Lists where a domain of the server names tables of another domain: node scripts/cross-domain-reads.ts
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { domainOf, crossDomainReferences } from './cross-domain-references.ts'
import { tableOwners } from './table-owners.ts'

const root = join(import.meta.dirname, '..')
const source = 'packages/server/src'

const owners = tableOwners()
const pairs = new Map<string, number>()
const totals = new Map<string, number>()
for (const name of readdirSync(join(root, source), { recursive: true, encoding: 'utf8' }).sort()) {
  const place = `${source}/${name}`
  const domain = domainOf(place)
  if (domain === undefined) continue
  const code = readFileSync(join(root, place), 'utf8')
  for (const { table, owner } of crossDomainReferences(place, code, owners)) {
    const pair = `${name}  ${owner}.${table}`
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
    totals.set(domain, (totals.get(domain) ?? 0) + 1)
  }
}
for (const [pair, count] of [...pairs].sort()) console.log(`${count}  ${pair}`)
for (const [domain, count] of [...totals].sort()) console.log(`${count} in ${domain}`)
const sum = [...totals.values()].reduce((total, count) => total + count, 0)
console.log(`${sum} in all, in ${pairs.size} pairs of a file and a table`)
