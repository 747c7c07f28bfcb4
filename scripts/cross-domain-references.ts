import { tableReferences, type TableReference } from './table-references.ts'
import type { TableOwners } from './table-owners.ts'

export type CrossDomainReference = TableReference & { owner: string }

/** The domain of a file of the server: the first folder below its `src`. Undefined elsewhere and for tests. */
export function domainOf(place: string): string | undefined {
  if (place.endsWith('.test.ts') || place.includes('/test/')) return undefined
  if (place === 'packages/server/src/platform/db/schema.ts') return undefined
  return /^packages\/server\/src\/([^/]+)\/.*\.ts$/.exec(place)?.[1]
}

/**
 * Places where a file of the server names tables of another domain. Every domain follows this rule: `app` owns no
 * table and names none, and `demo` and `platform` name only their own. For work on all tables (backups, migrations),
 * `platform` reads the store's catalog.
 */
export function crossDomainReferences(
  place: string,
  code: string,
  owners: TableOwners,
): CrossDomainReference[] {
  const domain = domainOf(place)
  if (domain === undefined) return []
  return tableReferences(code, owners.keys()).flatMap((reference) => {
    const owner = owners.get(reference.table)
    return owner === undefined || owner === domain ? [] : [{ ...reference, owner }]
  })
}
