import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const migrationsFolder = join(
  import.meta.dirname,
  '../packages/server/src/platform/db/migrations',
)

export type TableOwners = ReadonlyMap<string, string>

const fileForm = /^\d{4}_([a-z]+)(_[a-z0-9_]+)?\.sql$/
const change =
  /^create table (\w+)|^drop table (?:if exists )?(\w+)|^alter table (\w+) rename to (\w+)/gm

/**
 * The domain that owns each table: the one whose migration creates it. A baseline is named after its domain
 * (0003_brands.sql), a later migration after the domain and the change (0012_brands_logos.sql).
 */
export function tableOwners(folder: string = migrationsFolder): TableOwners {
  const owners = new Map<string, string>()
  const domains = new Set<string>()
  for (const file of readdirSync(folder).sort()) {
    const [, domain, rest] = fileForm.exec(file) ?? []
    if (domain === undefined) throw new Error(`${file} is not named like 0003_brands.sql`)
    if (rest === undefined) domains.add(domain)
    if (!domains.has(domain)) {
      throw new Error(`${file} names no domain with a baseline: ${[...domains].join(', ')}`)
    }
    const sql = readFileSync(join(folder, file), 'utf8')
    for (const [, created, dropped, renamed, name] of sql.matchAll(change)) {
      for (const table of [dropped, renamed]) {
        if (table === undefined) continue
        if (owners.get(table) !== domain) {
          throw new Error(
            `${file} changes ${table}, a table of ${owners.get(table) ?? 'no domain'}`,
          )
        }
        owners.delete(table)
      }
      const added = created ?? name
      if (added === undefined) continue
      const owner = owners.get(added)
      if (owner !== undefined) throw new Error(`${file} creates ${added}, a table of ${owner}`)
      owners.set(added, domain)
    }
  }
  return owners
}
