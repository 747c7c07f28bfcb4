import { hasScope, type Actor } from '../../access/organisations/index.ts'

type Member = Exclude<Actor, { kind: 'operator' }>

/** An auditor looks on; everybody else of the organisation may decide. */
function decides(actor: Actor): boolean {
  return actor.kind === 'person' && actor.roles.some((role) => role !== 'auditor')
}

export function mayRecordDecisions(actor: Actor): actor is Member {
  return decides(actor) || hasScope(actor, 'decisions:write')
}

export function mayRecordOutcomes(actor: Actor): actor is Member {
  return decides(actor) || hasScope(actor, 'outcomes:write')
}

/** An organisation's decisions are its own: rivals never see each other's. */
export function mayReadDecisions(actor: Actor): actor is Member {
  return actor.kind === 'person' || hasScope(actor, 'listings:read')
}

/** Whoever decided may take it back at any time, and so may an admin. */
export function mayWithdrawDecision(actor: Actor, author: { kind: string; id: string }): boolean {
  if (!mayRecordDecisions(actor)) return false
  if (isSame(actor, author)) return true
  return actor.kind === 'person' && actor.roles.includes('admin')
}
/** A key confirms nothing: it can't answer for it. Whoever proposed never confirms. */
export function mayConfirmProposal(
  actor: Actor,
  proposedBy: { kind: string; id: string },
): actor is Actor & { kind: 'person' } {
  return decides(actor) && !isSame(actor, proposedBy)
}

/** What somebody proposed he alone takes back. */
export function mayWithdrawProposal(
  actor: Actor,
  proposedBy: { kind: string; id: string },
): actor is Member {
  return mayRecordDecisions(actor) && isSame(actor, proposedBy)
}

export function maySetRules(actor: Actor): actor is Actor & { kind: 'person' } {
  return actor.kind === 'person' && actor.roles.includes('admin')
}

function isSame(actor: Actor, { kind, id }: { kind: string; id: string }): boolean {
  return actor.kind === kind && actor.id === id
}
