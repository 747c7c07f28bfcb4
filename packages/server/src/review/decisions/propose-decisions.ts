import type { DecisionInput, RowError } from '@touchstone/contract'
import { findListingsUnderSafeguard } from '../../enforcement/notice-quality/index.ts'
import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { findSecondPersonVerdicts, insertProposals } from './proposals-repository.ts'
import type { DecisionInputRow } from './record-rows.ts'

export type ProposedRow<G> = { row: DecisionInputRow<G>; error?: RowError }

/**
 * Stores decisions that need a second person as proposals, and returns the others. Until confirmed, a proposal is not
 * a decision: it yields no label and no event.
 */
export async function proposeDecisions(options: {
  handle: Transaction
  actor: Exclude<Actor, { kind: 'operator' }>
  rows: readonly DecisionInputRow<DecisionInput>[]
}): Promise<{ proposed: ProposedRow<DecisionInput>[]; rest: DecisionInputRow<DecisionInput>[] }> {
  const { handle, actor, rows } = options
  const { organisationId } = actor
  const needed = new Set(await findSecondPersonVerdicts(handle, organisationId))
  const safeguarded = await onSafeguardedSignals(handle, actor, rows)
  const waits = ({ fields, listing }: DecisionInputRow<DecisionInput>): boolean =>
    needed.has(fields.verdict) || (isMeasure(fields.verdict) && safeguarded.has(listing.id))
  const waiting = rows.filter(waits)
  if (waiting.length === 0) return { proposed: [], rest: [...rows] }
  const proposed = await insertProposals(
    handle,
    organisationId,
    waiting.map(({ id, fields, listing }) => ({
      id,
      listingId: listing.id,
      version: fields.version ?? listing.version,
      verdict: fields.verdict,
      reason: fields.reason ?? null,
      note: fields.note ?? null,
      reviewer: fields.reviewer ?? null,
    })),
  )
  const [first] = proposed
  if (first !== undefined) {
    await recordEvent({
      handle,
      organisationId,
      action: 'decisions-proposed',
      subject:
        proposed.size === 1
          ? { kind: 'proposal', id: first }
          : { kind: 'organisation', id: organisationId },
      detail: { rows: proposed.size },
    })
  }
  return {
    proposed: waiting.map((row) =>
      proposed.has(row.id) ? { row } : { row, error: waitsAlready(row) },
    ),
    rest: rows.filter((row) => !waits(row)),
  }
}

function isMeasure(verdict: DecisionInput['verdict']): boolean {
  return verdict === 'counterfeit' || verdict === 'trademark-misuse'
}

/**
 * While a safeguard applies to a signal, no machine alone may decide that goods on which it fires are counterfeit.
 */
async function onSafeguardedSignals(
  handle: Transaction,
  actor: Exclude<Actor, { kind: 'operator' }>,
  rows: readonly DecisionInputRow<DecisionInput>[],
): Promise<ReadonlySet<string>> {
  const decisionInputs = rows.filter(({ fields }) => isMeasure(fields.verdict))
  if (actor.kind !== 'key' || decisionInputs.length === 0) return new Set()
  const listings = decisionInputs.map(({ listing }) => listing.id)
  return findListingsUnderSafeguard(handle, actor.organisationId, listings)
}

function waitsAlready({ listing, fields }: DecisionInputRow<DecisionInput>): RowError {
  const message = `a decision on listing ${listing.id} is already awaiting approval; confirm, reject or withdraw it first`
  return { pointer: fields.id === undefined ? '/listing' : '/id', message }
}
