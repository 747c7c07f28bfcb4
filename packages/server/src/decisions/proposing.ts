import type { NewDecision, RowError } from '@touchstone/contract'
import { recordEvent } from '../audit/index.ts'
import type { Actor } from '../identity/index.ts'
import type { Handle } from '../platform/db/index.ts'
import { findSecondPerson, insertProposals } from './proposal-store.ts'
import type { Row } from './service.ts'

export type Proposed<G> = { row: Row<G>; error?: RowError }

/**
 * Keeps those decisions as proposals that need a second person, and gives the others back. Until one is
 * confirmed it is no decision: no label, and no event tells of it.
 */
export async function proposeDecisions(asked: {
  handle: Handle
  actor: Exclude<Actor, { kind: 'operator' }>
  rows: readonly Row<NewDecision>[]
}): Promise<{ proposed: Proposed<NewDecision>[]; rest: Row<NewDecision>[] }> {
  const { handle, actor, rows } = asked
  const { organisationId } = actor
  const needed = new Set(await findSecondPerson(handle, organisationId))
  const waiting = rows.filter(({ given }) => needed.has(given.verdict))
  if (waiting.length === 0) return { proposed: [], rest: [...rows] }
  const kept = await insertProposals(
    handle,
    organisationId,
    waiting.map(({ id, given, listing }) => ({
      ...{ id, listingId: listing.id, version: given.version ?? listing.version },
      ...{ verdict: given.verdict, reason: given.reason ?? null },
      ...{ note: given.note ?? null, reviewer: given.reviewer ?? null },
    })),
  )
  const [first] = kept
  if (first !== undefined) {
    await recordEvent({
      handle,
      organisationId,
      action: 'decisions-proposed',
      subject:
        kept.size === 1
          ? { kind: 'proposal', id: first }
          : { kind: 'organisation', id: organisationId },
      detail: { rows: kept.size },
    })
  }
  return {
    proposed: waiting.map((row) => (kept.has(row.id) ? { row } : { row, error: waits(row) })),
    rest: rows.filter(({ given }) => !needed.has(given.verdict)),
  }
}

function waits({ listing, given }: Row<NewDecision>): RowError {
  const message = `on the listing ${listing.id} a decision waits for a second person already; confirm, reject or withdraw it first`
  return { pointer: given.id === undefined ? '/listing' : '/id', message }
}
