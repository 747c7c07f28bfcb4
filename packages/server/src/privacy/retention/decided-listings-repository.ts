import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { auditItems } from '../../review/blind-audit/queries.ts'
import {
  allDecisions,
  decisionProposals,
  recordedOutcomes,
} from '../../review/decisions/queries.ts'

/** The listings among these with a decision, an outcome, or a reading in an audit sample. */
export async function findDecidedListings(
  handle: Transaction,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select given.id from unnest(${ids}::uuid[]) as given (id)
    where exists (select from ${allDecisions} d where listing_id = given.id)
      or exists (select from ${recordedOutcomes} o where listing_id = given.id)
      or exists (select from ${decisionProposals} p where listing_id = given.id)
      or exists (select from ${auditItems} i where listing_id = given.id)`.execute(handle)
  return new Set(rows.map(({ id }) => id))
}
