import { isMember, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** Lists are kept by members of an organisation; machines name their filters themselves. */
export function maySaveViews(actor: Actor): actor is Person {
  return isMember(actor)
}

/** Whoever keeps a view; of those that are shared an admin too, when somebody has left. */
export function mayChangeView(
  actor: Actor,
  view: { personId: string; shared: boolean },
): actor is Person {
  if (!maySaveViews(actor)) return false
  return actor.id === view.personId || (view.shared && actor.roles.includes('admin'))
}
