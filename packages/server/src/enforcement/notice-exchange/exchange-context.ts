import { actForOrganisation, type ContextActor, type Transaction } from '../../platform/db/index.ts'

/** Neither side learns who of the other acted: what arrives is the work of the installation. */
const actor: ContextActor = { kind: 'operator', id: 'notices' }

export const operatorContext = { as: 'operator', actor } as const

/** What the installation does for one organisation by itself. */
export function exchangeContext(organisationId: string) {
  return { as: 'tenant', organisationId, actor } as const
}

/** Does in the same transaction what concerns one side, in sight of that side alone. */
export function inOrganisation<T>(
  handle: Transaction,
  organisationId: string,
  work: (handle: Transaction) => Promise<T>,
): Promise<T> {
  return actForOrganisation(handle, { organisationId, actor }, work)
}
