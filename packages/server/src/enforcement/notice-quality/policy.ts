import type { NoticeQualityGroup } from '@touchstone/contract'
import { isMember, seesWholeOrganisation, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** Every member sees how good what the organisation sends is; one limited to brands sees theirs alone. */
export function maySeeFigures(actor: Actor, by: NoticeQualityGroup): actor is Person {
  return isMember(actor) && (by === 'brand' || seesWholeOrganisation(actor))
}

/** Of others' work a person's figures are for who answers for them; everybody sees his own. */
export function maySeeFiguresOf(actor: Person, person: string): boolean {
  return actor.id === person || actor.roles.includes('admin')
}

export function maySeeMarks(actor: Actor): actor is Person {
  return isMember(actor) && seesWholeOrganisation(actor)
}

/** A safeguard is lifted by who answers for the organisation, and by no machine. */
export function mayLiftSafeguards(actor: Actor): actor is Person {
  return maySeeMarks(actor) && actor.roles.includes('admin')
}
