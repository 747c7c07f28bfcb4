import { isMember, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** Members save views; programs state their filters themselves. */
export function maySaveViews(actor: Actor): actor is Person {
  return isMember(actor)
}

/** The owner of a view; for shared ones also an admin, in case the owner has left. */
export function mayChangeView(
  actor: Actor,
  view: { personId: string; shared: boolean },
): actor is Person {
  if (!maySaveViews(actor)) return false
  return actor.id === view.personId || (view.shared && actor.roles.includes('admin'))
}
