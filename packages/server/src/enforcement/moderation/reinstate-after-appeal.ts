import { loadProceeding } from '../proceedings/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { findOwnInitiative, liftSuspension } from './own-initiative.ts'
import { itemsOfProceeding } from './repository.ts'
import { reinstate } from './reinstate.ts'

export type ReinstateAfterAppealInput = {
  handle: Transaction
  organisationId: string
  proceedingId: string
  restriction: string | undefined
  reasons: string
  personId: string
  now: Date
}

/**
 * Like `reinstate`, for the decider of an appeal: does nothing if no measure is in force. Returns false for a
 * proceeding led elsewhere, which stays unchanged.
 */
export async function reinstateAfterAppeal(options: ReinstateAfterAppealInput): Promise<boolean> {
  const { handle, organisationId, proceedingId, restriction, reasons, personId, now } = options
  const items = await itemsOfProceeding(handle, organisationId, proceedingId)
  const isOwn = (await findOwnInitiative(handle, organisationId, proceedingId)) !== undefined
  if (items.length === 0 && !isOwn) return false
  if (restriction === undefined) return true
  const { state } = await loadProceeding({ handle, organisationId, input: { id: proceedingId } })
  const restrictionState = state.instances[restriction]?.state
  if (restrictionState !== 'statement-sent' && restrictionState !== 'statement-exempt') return true
  await reinstate({
    handle,
    organisationId,
    proceedingId,
    instance: restriction,
    now,
    by: { person: personId, role: 'qualified-reviewer' },
    reversalSource: 'complaint',
    reason: reasons,
  })
  await liftSuspension({ handle, organisationId, proceedingId, now, person: personId })
  return true
}
