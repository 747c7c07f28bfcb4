import { isMember, seesWholeOrganisation, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** Members who see the whole organisation read bulk restrictions: they name listings of all brands. */
export function mayReadBulkRestrictions(actor: Actor): actor is Person {
  return isMember(actor) && seesWholeOrganisation(actor)
}

/** Those of them who decide on single items restrict and reverse in bulk. */
export function mayRestrictInBulk(actor: Actor): actor is Person {
  return (
    mayReadBulkRestrictions(actor) &&
    actor.roles.some((role) => role === 'admin' || role === 'analyst' || role === 'reviewer')
  )
}
