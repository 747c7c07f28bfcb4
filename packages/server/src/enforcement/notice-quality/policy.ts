import type { NoticeQualityGroup } from '@touchstone/contract'
import { isMember, seesWholeOrganisation, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** Every member sees the quality of the organisation's notices; limited members only that of their brands. */
export function maySeeFigures(actor: Actor, by: NoticeQualityGroup): actor is Person {
  return isMember(actor) && (by === 'brand' || seesWholeOrganisation(actor))
}

/** Figures of a person are for admins and auditors; everyone sees their own. */
export function maySeeFiguresOf(actor: Person, person: string): boolean {
  return actor.id === person || actor.roles.includes('admin')
}

export function maySeeMarks(actor: Actor): actor is Person {
  return isMember(actor) && seesWholeOrganisation(actor)
}

/** An admin lifts a safeguard, never a program. */
export function mayLiftSafeguards(actor: Actor): actor is Person {
  return maySeeMarks(actor) && actor.roles.includes('admin')
}
