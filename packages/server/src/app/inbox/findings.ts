import { maxInboxCount } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Actor } from '../../access/organisations/index.ts'
import { catalogBrands } from '../../brands/catalog/queries.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import { readOpenFindings, type OpenFinding } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { starterNameOf } from './brand-names.ts'
import { blankRow, type InboxRow, type Waiting } from './types.ts'

/** The brand names and the engine with which listings are read. */
export type AssessmentSource = { names: () => BrandNames; engine: () => string }

/** Undecided listings to block or review; those to block first. */
export async function readFindings(
  handle: Transaction,
  { actor, source, limit }: { actor: Actor; source: AssessmentSource; limit: number },
): Promise<Waiting> {
  const found = { count: 0, more: false, items: [] as OpenFinding[] }
  for (const verdict of ['block', 'review'] as const) {
    const { count, more, items } = await readOpenFindings({
      handle,
      actor,
      names: source.names(),
      engine: source.engine(),
      input: { verdict, limit, countUpTo: maxInboxCount },
    })
    found.count += count
    found.more ||= more
    found.items.push(...items)
  }
  const items = found.items.slice(0, limit)
  const names = await ownBrandNames(
    handle,
    items.flatMap(({ brand }) => brand ?? []),
  )
  return {
    count: Math.min(found.count, maxInboxCount),
    more: found.more || found.count > maxInboxCount,
    rows: items.map(
      ({ id, title, marketplace, verdict, signal, brand, seller, firstSeenAt }): InboxRow => ({
        ...blankRow,
        id,
        title,
        detail: verdict,
        listing: id,
        signal,
        brand: brand === null ? null : (names.get(brand) ?? starterNameOf(brand) ?? null),
        seller,
        marketplace,
        since: firstSeenAt,
        path: `/listings/${id}`,
      }),
    ),
  }
}

async function ownBrandNames(
  handle: Transaction,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string }>`
    select b.id, b.name from ${catalogBrands} b
    where b.organisation_id = current_organisation() and b.id = any (${[...ids]}::text[])`.execute(
    handle,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
