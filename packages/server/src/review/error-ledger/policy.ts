import {
  actsForInstallation,
  brandsOf,
  type Actor,
  type PersonRole,
} from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** The ledger counts all listings: members limited to brands do not see it. */
function seesAll(actor: Actor, roles: readonly PersonRole[]): actor is Person {
  return (
    actor.kind === 'person' &&
    actor.roles.some((role) => roles.includes(role)) &&
    brandsOf(actor) === undefined
  )
}

export function mayReadLedger(actor: Actor): actor is Person {
  return seesAll(actor, ['admin', 'analyst', 'auditor'])
}

export function mayExportLedgerRows(actor: Actor): actor is Person {
  return seesAll(actor, ['admin', 'analyst'])
}

/** Whether anyone may read a ledger is for the operator to decide. */
export function mayPublishLedger(actor: Actor): boolean {
  return actor.kind === 'operator' || actsForInstallation(actor)
}
