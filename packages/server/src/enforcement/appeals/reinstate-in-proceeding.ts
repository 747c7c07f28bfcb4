import type { CaseState } from '@touchstone/jurisdiction'
import { applyTransitions, loadProceeding } from '../proceedings/index.ts'
import { workflowsOf } from '../appeal-links/index.ts'
import type { ReinstateAfterAppealInput } from '../moderation/index.ts'
import { listOf } from './load-seller-case.ts'

/** Reverses the restriction in the proceeding itself; measures of other rooms are theirs to undo. */
export async function reinstateInProceeding(asked: ReinstateAfterAppealInput): Promise<void> {
  const { handle, organisationId, proceedingId, restriction, reasons, now } = asked
  if (restriction === undefined) return
  const inHouse = { handle, organisationId }
  const { state } = await loadProceeding({ ...inHouse, input: { id: proceedingId } })
  const matter = state.matters[restriction]
  if (matter === undefined || !isInForce(state, restriction)) return
  const act = {
    type: 'act',
    id: restriction,
    transition: 'reverse',
    role: 'qualified-reviewer',
    fields: {
      reversedFor: 'complaint',
      reversal: reasons,
      undone: listOf(matter, 'measures'),
    },
  } as const
  const input = { id: proceedingId, acts: [act], now, person: asked.personId }
  await applyTransitions({ ...inHouse, input })
}

/** Whether a restriction stands that can be undone. */
function isInForce(state: CaseState, restriction: string): boolean {
  const { restriction: found } = workflowsOf(state, restriction)
  return found !== undefined && ['statement-sent', 'statement-exempt'].includes(found.state)
}
