import type { NoticeGround } from '@touchstone/contract'
import { isMember, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

const has = (actor: Actor, roles: readonly string[]): boolean =>
  isMember(actor) && actor.roles.some((role) => roles.includes(role))

/** Every member reads notices, except those of cases that they cannot see. */
export function mayReadNotices(actor: Actor): actor is Person {
  return isMember(actor)
}

/** People who handle evidence draft, send and withdraw, since evidence goes out with a notice. */
export function maySendNotices(actor: Actor): actor is Person {
  return has(actor, ['admin', 'analyst'])
}

/** Rights, signatories, templates and settings apply to the whole organisation. */
export function mayConfigureNotices(actor: Actor): actor is Person {
  return has(actor, ['admin'])
}

/** A notice is approved by someone other than its author. */
export function mayApproveNotice(actor: Actor, proposedBy: string): actor is Person {
  return maySendNotices(actor) && actor.id !== proposedBy
}

/** What counsel has approved of what a notice is sent under. */
export type CounselApprovals = {
  /** This version of the regime, by a signature that counts today. */
  regime: boolean
  /** The template, where the notice is written with one. */
  template: boolean
}

/** No notice reaches a marketplace under a regime that counsel has not approved, nor about grey-market goods in words of its sender's own. */
export function mayReachMarketplace(ground: NoticeGround, approved: CounselApprovals): boolean {
  return approved.regime && (ground !== 'grey-market' || approved.template)
}
