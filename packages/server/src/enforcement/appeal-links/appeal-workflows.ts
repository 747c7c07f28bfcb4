import type { CaseState, WorkflowInstance } from '@touchstone/jurisdiction'

export type AppealWorkflows = {
  restriction: WorkflowInstance | undefined
  complaint: WorkflowInstance | undefined
  dispute: WorkflowInstance | undefined
}

/**
 * The restriction that a link is about, its recipient's complaint, and the dispute they referred. If the regime lacks
 * these workflows or they were not started, an appeal is stored and decided without one.
 */
export function workflowsOf(state: CaseState, instance: string | null): AppealWorkflows {
  const none = { restriction: undefined, complaint: undefined, dispute: undefined }
  const instances = Object.values(state.instances)
  const restriction = instances.findLast(
    ({ id, part }) => part === 'restriction' && (instance === null || id === instance),
  )
  if (restriction === undefined) return none
  const complaint = instances.findLast(
    ({ part, origin, facts }) =>
      part === 'complaint' && origin === restriction.id && facts['addressee'] === 'recipient',
  )
  const dispute = instances.findLast(
    ({ part, origin, path }) =>
      part === 'dispute-settlement' &&
      path[0]?.by.role === 'recipient' &&
      (origin === restriction.id || (complaint !== undefined && origin === complaint.id)),
  )
  return { restriction, complaint, dispute }
}

/** The decision on a complaint, whichever leaf recorded it: it may have been decided in the proceeding itself. */
export function complaintDecisionOf(
  complaint: WorkflowInstance | undefined,
): { outcome: 'upheld' | 'rejected'; reasons: string | null; decidedAt: string } | undefined {
  const step = complaint?.path.find(({ state }) => state === 'upheld' || state === 'rejected')
  if (complaint === undefined || step === undefined) return undefined
  const reasons = complaint.facts['complaintReasons']
  return {
    outcome: step.state === 'upheld' ? 'upheld' : 'rejected',
    reasons: typeof reasons === 'string' ? reasons : null,
    decidedAt: step.at,
  }
}

/** The people who took the decision behind the restriction: none of them may decide on the complaint. */
export function firstDeciders(
  state: CaseState,
  restriction: WorkflowInstance | undefined,
): Set<string> {
  const before = restriction?.origin === undefined ? undefined : state.instances[restriction.origin]
  const steps = [...(restriction?.path ?? []), ...(before?.path ?? [])]
  return new Set(steps.flatMap(({ by }) => (by.role === 'recipient' ? [] : (by.id ?? []))))
}
