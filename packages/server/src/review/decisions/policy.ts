import { hasScope, type Actor } from '../../access/organisations/index.ts'

type Member = Exclude<Actor, { kind: 'operator' }>

/** Auditors only observe; all other members of the organisation may decide. */
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

/** The author of a decision and admins may withdraw it at any time. */
export function mayWithdrawDecision(actor: Actor, author: { kind: string; id: string }): boolean {
  if (!mayRecordDecisions(actor)) return false
  if (isSame(actor, author)) return true
  return actor.kind === 'person' && actor.roles.includes('admin')
}
/** A key never confirms: it can't be accountable. The author of a proposal never confirms it. */
export function mayConfirmProposal(
  actor: Actor,
  proposedBy: { kind: string; id: string },
): actor is Actor & { kind: 'person' } {
  return decides(actor) && !isSame(actor, proposedBy)
}

/** Only its author withdraws a proposal. */
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
