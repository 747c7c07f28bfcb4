import type { CaseState } from '@touchstone/jurisdiction'
import { applyTransitions, loadProceeding } from '../proceedings/index.ts'
import { workflowsOf } from '../appeal-links/index.ts'
import type { ReinstateAfterAppealInput } from '../moderation/index.ts'
import { listOf } from './load-seller-case.ts'

/** Reverses the restriction in the proceeding itself; other leaves end their own measures. */
export async function reverseRestriction(options: ReinstateAfterAppealInput): Promise<void> {
  const { handle, organisationId, proceedingId, restriction, reasons, now } = options
  if (restriction === undefined) return
  const scope = { handle, organisationId }
  const { state } = await loadProceeding({ ...scope, input: { id: proceedingId } })
  const instance = state.instances[restriction]
  if (instance === undefined || !isInForce(state, restriction)) return
  const action = {
    type: 'transition',
    id: restriction,
    transition: 'reverse',
    role: 'qualified-reviewer',
    fields: {
      reversalSource: 'complaint',
      reversalReason: reasons,
      reversedMeasures: listOf(instance, 'measures'),
    },
  } as const
  const input = { id: proceedingId, actions: [action], now, person: options.personId }
  await applyTransitions({ ...scope, input })
}

/** Whether the restriction is in force and can be reversed. */
function isInForce(state: CaseState, restriction: string): boolean {
  const { restriction: found } = workflowsOf(state, restriction)
  return found !== undefined && ['statement-sent', 'statement-exempt'].includes(found.state)
}
