import type { AppealDeadlineView, AppealedRestrictionView } from '@touchstone/contract'
import type { Rules, WorkflowInstance } from '@touchstone/jurisdiction'
import { loadProceeding, toCalculationView, toLawLines } from '../proceedings/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { findLink, firstDeciders, workflowsOf } from '../appeal-links/index.ts'
import { loadSellerCase } from './load-seller-case.ts'
import { decidingRoles } from './policy.ts'
import { listMembersOfRoles } from './repository.ts'
import { decisionDeadline, type AppealRow } from './types.ts'

export type AppealSubject = {
  /** Who can decide on the appeal, while it is open. */
  deciders: string[]
  restriction: AppealedRestrictionView | null
  deadline: AppealDeadlineView | null
}

/** The decision that an appeal is about, who may review it, and until when. */
export async function loadAppealSubject(
  handle: Transaction,
  organisationId: string,
  { proceedingId, linkId, instance, state: stage }: AppealRow,
): Promise<AppealSubject> {
  if (proceedingId === null) return { deciders: [], restriction: null, deadline: null }
  const link = await findLink(handle, { organisationId, id: linkId })
  const input = { id: proceedingId }
  const { rules, state } = await loadProceeding({ handle, organisationId, input })
  const { restriction } = workflowsOf(state, link?.instance ?? null)
  const complaint = instance === null ? undefined : state.instances[instance]
  const isOpen = stage === 'open'
  const able = isOpen ? await listMembersOfRoles(handle, organisationId, decidingRoles) : []
  const first = firstDeciders(state, restriction)
  return {
    deciders: able.filter((person) => !first.has(person)),
    restriction:
      restriction === undefined ? null : await toRestriction(handle, proceedingId, restriction),
    deadline: isOpen && complaint !== undefined ? deadlineOf(rules, complaint) : null,
  }
}

async function toRestriction(
  handle: Transaction,
  proceedingId: string,
  restriction: WorkflowInstance,
): Promise<AppealedRestrictionView | null> {
  const decided = restriction.path.find(({ state }) => state === 'imposed') ?? restriction.path[0]
  if (decided === undefined) return null
  const { claimed, right, registerEntry, facts, ...shown } = await loadSellerCase(
    handle,
    proceedingId,
    restriction.id,
  )
  const { measures, territory, since, until, statement, readings } = shown
  return {
    decidedAt: decided.at,
    decidedBy: decided.by.id ?? null,
    ground: claimed,
    right,
    registerEntry,
    facts,
    measures,
    territory,
    startsOn: since,
    endsOn: until,
    statement,
    readings,
  }
}

function deadlineOf(rules: Rules, complaint: WorkflowInstance): AppealDeadlineView | null {
  // Of a complaint withdrawn and lodged again, the last run counts; a passed one is still owed.
  const running = complaint.deadlines.findLast(
    ({ timeLimit, status }) => timeLimit === decisionDeadline && status !== 'stopped',
  )
  if (running === undefined) return null
  const { workflow } = complaint
  const { title, basis } = rules.timeLimit(workflow, decisionDeadline)
  return {
    workflow,
    timeLimit: decisionDeadline,
    title,
    dueAt: running.dueAt ?? null,
    why: running.why,
    calculation: toCalculationView(running),
    lines: toLawLines(rules, basis),
  }
}
