import { actForOrganisation, type ContextActor, type Transaction } from '../../platform/db/index.ts'

/** Neither side learns which person of the other acted: deliveries are attributed to the installation. */
const actor: ContextActor = { kind: 'operator', id: 'notices' }

export const operatorContext = { as: 'operator', actor } as const

/** The installation acting for one organisation. */
export function exchangeContext(organisationId: string) {
  return { as: 'tenant', organisationId, actor } as const
}

/** Runs one side's part in the same transaction, with only that side's rows visible. */
export function inOrganisation<T>(
  handle: Transaction,
  organisationId: string,
  work: (handle: Transaction) => Promise<T>,
): Promise<T> {
  return actForOrganisation(handle, { organisationId, actor }, work)
}
