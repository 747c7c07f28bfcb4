import { brandsOf, isMember, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** All members. Row-level security leaves out tips beyond their brands. */
export function mayReadTips(actor: Actor): actor is Person {
  return isMember(actor)
}

/** Whoever may submit pages; members limited to brands for one of these. */
export function mayRecordTip(actor: Actor, brand: string | null): actor is Person {
  if (!isMember(actor) || !actor.roles.some((role) => role !== 'auditor')) return false
  const brands = brandsOf(actor)
  return brands === undefined || (brand !== null && brands.includes(brand))
}

/** Admins alone have pages read that ask for a sign-in, for counsel’s reason. */
export function mayStateSignInReason(actor: Actor): boolean {
  return isMember(actor) && actor.roles.includes('admin')
}

/** Who recorded it, or an admin. */
export function mayRemoveTip(
  actor: Actor,
  { person, brand }: { person: string; brand: string | null },
): actor is Person {
  return mayRecordTip(actor, brand) && (actor.id === person || actor.roles.includes('admin'))
}
