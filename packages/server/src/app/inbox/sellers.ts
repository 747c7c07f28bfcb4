import { maxInboxCount } from '@touchstone/contract'
import { readOpenPortfolios } from '../../sellers/portfolios/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { AssessmentSource } from './findings.ts'
import type { InboxReader } from './policy.ts'
import { blankRow, countedRows, type Waiting } from './types.ts'

/** Sellers whose listings, taken together, deserve a look. None is named: a listing of theirs stands for them. */
export async function readSellers(
  handle: Transaction,
  { reader, source, limit }: { reader: InboxReader; source: AssessmentSource; limit: number },
): Promise<Waiting> {
  const { count, items } = await readOpenPortfolios({
    handle,
    actor: reader,
    names: source.names(),
    engine: source.engine(),
    input: { limit, countUpTo: countedRows },
  })
  return {
    count: Math.min(count, maxInboxCount),
    more: count > maxInboxCount,
    rows: items.map(({ id, listing, title, marketplace, since }) => ({
      ...blankRow,
      id,
      title,
      listing,
      marketplace,
      since,
      path: `/sellers/${id}`,
    })),
  }
}
