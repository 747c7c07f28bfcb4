import type { DecisionRules } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { maySetRules } from './policy.ts'
import { findSecondPersonVerdicts, upsertSecondPersonVerdicts } from './proposals-repository.ts'
import { notAllowed } from './record-decisions.ts'
import { type ServiceInput, readerOf } from './approve-proposals.ts'

export async function readRules({ handle, actor }: ServiceInput): Promise<DecisionRules> {
  return { secondPerson: await findSecondPersonVerdicts(handle, readerOf(actor)) }
}

/** Sets which decisions need a second person; earlier proposals keep waiting. */
export async function setRules(
  options: ServiceInput & { input: DecisionRules },
): Promise<DecisionRules> {
  const { handle, actor, input } = options
  if (!maySetRules(actor)) throw notAllowed('only admins can set which decisions require approval')
  const { organisationId } = actor
  const secondPerson = [...new Set(input.secondPerson)]
  await upsertSecondPersonVerdicts(handle, organisationId, secondPerson)
  await recordEvent({
    handle,
    organisationId,
    action: 'decision-rules-changed',
    subject: { kind: 'organisation', id: organisationId },
    detail: { secondPerson },
  })
  return { secondPerson }
}
