import { foundVerdicts } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Actor } from '../../access/organisations/index.ts'
import { findThresholdView } from '../../brands/thresholds/index.ts'
import { viewerOf, visibleListings } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { isInEither, monthColumns, type FigureScope } from './figures-repository.ts'
import type { MonthCount } from './types.ts'

/** Listings of one verdict that are counted at most. */
const maxFound = 200_000

/** Listings by verdict and by the month in which they were first seen, as the queue lists them. */
export async function countFound(
  handle: Transaction,
  { actor, scope }: { actor: Actor; scope: FigureScope },
): Promise<{ counts: MonthCount[]; more: boolean }> {
  const { periods, filters } = scope
  const viewer = await viewerOf(handle, actor)
  const view = await findThresholdView(handle, viewer.organisationId)
  const counts: MonthCount[] = []
  let more = false
  for (const verdict of foundVerdicts) {
    const listings = visibleListings({
      viewer,
      view,
      filters: { ...filters, verdict, seenFrom: periods.before.from, seenTo: periods.period.to },
      order: 'newest',
      limit: maxFound,
      reach: 2 * maxFound,
    })
    const { rows } = await sql<Omit<MonthCount, 'key'> & { seen: number }>`
      with seen (id, key) as materialized (${listings})
      select ${monthColumns(sql`s.key`, periods)},
        (count(*) filter (where ${isInEither(sql`s.key`, periods)}))::int4 as count,
        count(*)::int4 as seen
      from (select distinct id, key from seen) s group by 1, 2`.execute(handle)
    counts.push(...rows.map(({ before, month, count }) => ({ key: verdict, before, month, count })))
    more ||= rows.reduce((sum, { seen }) => sum + seen, 0) >= maxFound
  }
  return { counts, more }
}
