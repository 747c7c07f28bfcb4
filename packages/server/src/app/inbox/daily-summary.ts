import type { DailySummary } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import {
  deleteDailySummary,
  findDailySummary,
  upsertDailySummary,
} from './daily-summary-repository.ts'
import { mayReadInbox } from './policy.ts'
import { notAllowed } from './read-inbox.ts'

type ServiceInput = { handle: Transaction; actor: Actor }

export async function readDailySummary(options: ServiceInput): Promise<DailySummary | null> {
  return (await findDailySummary(options.handle, memberOf(options.actor))) ?? null
}

export async function setDailySummary(
  options: ServiceInput & { input: DailySummary & { now: Date } },
): Promise<void> {
  const { handle, actor, input } = options
  const member = memberOf(actor)
  await upsertDailySummary(handle, member, input)
  await recordEvent({
    handle,
    organisationId: member.organisationId,
    action: 'daily-summary-set',
    subject: { kind: 'person', id: member.personId },
  })
}

export async function endDailySummary({ handle, actor }: ServiceInput): Promise<void> {
  const member = memberOf(actor)
  if (!(await deleteDailySummary(handle, member))) return
  await recordEvent({
    handle,
    organisationId: member.organisationId,
    action: 'daily-summary-ended',
    subject: { kind: 'person', id: member.personId },
  })
}

function memberOf(actor: Actor): { organisationId: string; personId: string } {
  if (!mayReadInbox(actor)) throw notAllowed()
  return { organisationId: actor.organisationId, personId: actor.id }
}
