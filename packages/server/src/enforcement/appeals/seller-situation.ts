import type { SellerLanguage, SellerPageView } from '@touchstone/contract'
import { runningDeadlines, type Rules } from '@touchstone/jurisdiction'
import { loadProceeding } from '../proceedings/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import {
  type AppealLinkRow,
  type AppealWorkflows,
  complaintDecisionOf,
  workflowsOf,
} from '../appeal-links/index.ts'
import { findProofRequest } from './proof-requests-repository.ts'
import type { AppealRow, ProofRequestRow } from './types.ts'
import { listAppealsTo } from './repository.ts'

export type LinkVisit = {
  handle: Transaction
  link: AppealLinkRow
  now: Date
  /** The language of the page; the server’s own sentences are in it. */
  language?: SellerLanguage
}

export type SellerSituation = {
  appeals: AppealRow[]
  current: AppealRow | undefined
  timeZone: string
  /** The regime of the proceeding; none for a proof request. */
  rules: Rules | undefined
  standing: AppealWorkflows | undefined
  proofRequest: ProofRequestRow | undefined
  dueAt: string | null
}

function currentOf(appeals: readonly AppealRow[]): AppealRow | undefined {
  return appeals.find(({ state }) => state !== 'withdrawn')
}

export async function loadSituation({ handle, link }: LinkVisit): Promise<SellerSituation> {
  const linkAppeals = await listAppealsTo(handle, link)
  if (link.proceedingId === null) {
    const appeals = linkAppeals
    const current = currentOf(appeals)
    const proofRequest = await findProofRequest(handle, link.proofRequestId ?? '')
    const dueAt = proofRequest?.dueAt.toISOString() ?? null
    return {
      appeals,
      current,
      proofRequest,
      dueAt,
      timeZone: 'UTC',
      standing: undefined,
      rules: undefined,
    }
  }
  const { rules, state } = await loadProceeding({
    handle,
    organisationId: link.organisationId,
    input: { id: link.proceedingId },
  })
  const workflows = workflowsOf(state, link.instance)
  const { complaint } = workflows
  // A proceeding may restrict the listing again: appeals against an earlier restriction do not count for this one.
  const appeals = linkAppeals.filter(
    ({ instance }) => instance === null || complaint === undefined || instance === complaint.id,
  )
  const current = currentOf(appeals)
  const { timeZone } = rules.regime
  const complaintDeadline = runningDeadlines(state).find(
    ({ instance, timeLimit }) => instance === workflows.complaint?.id && timeLimit === 'period',
  )
  const dueAt = complaintDeadline?.dueAt ?? null
  return { appeals, current, timeZone, rules, standing: workflows, proofRequest: undefined, dueAt }
}

/** The decision taken in the proceeding itself on the complaint that the current appeal lodged. */
export function settledBeside({
  current,
  standing,
}: SellerSituation): ReturnType<typeof complaintDecisionOf> {
  const complaint = standing?.complaint
  const lodged = current !== undefined && complaint?.id === current.instance
  return lodged ? complaintDecisionOf(complaint) : undefined
}

export function stateOf(situation: SellerSituation, now: Date): SellerPageView['state'] {
  const { current, standing, proofRequest, dueAt } = situation
  if (proofRequest?.state === 'withdrawn') return 'request-withdrawn'
  if (current?.outcome != null) return current.outcome
  if (proofRequest !== undefined) {
    if (proofRequest.state === 'accepted' || proofRequest.state === 'not-accepted')
      return proofRequest.state
    // Late proof is still proof.
    return current === undefined ? 'open' : 'submitted'
  }
  if (current !== undefined) {
    const settled = settledBeside(situation)
    if (settled !== undefined) return settled.outcome
    return standing?.complaint?.state === 'human-review' ? 'in-review' : 'submitted'
  }
  const over = standing?.complaint?.state === 'closed'
  return over || (dueAt !== null && Date.parse(dueAt) <= now.getTime()) ? 'closed' : 'open'
}

export function actionsOf(
  { standing }: SellerSituation,
  state: SellerPageView['state'],
): SellerPageView['may'] {
  const restriction = standing?.restriction
  const mayRefer =
    restriction !== undefined &&
    ['imposed', 'statement-sent', 'statement-exempt'].includes(restriction.state) &&
    standing?.dispute === undefined &&
    state !== 'upheld'
  return [
    ...(state === 'open' ? ['submit' as const] : []),
    ...(state === 'submitted' || state === 'in-review' ? ['withdraw' as const] : []),
    ...(mayRefer ? ['refer' as const] : []),
  ]
}
