import { actForOrganisation, type ContextActor, type Transaction } from '../../platform/db/index.ts'

/** Neither side of a referral learns which person of the other acted. */
const actor: ContextActor = { kind: 'operator', id: 'referrals' }

/** Writes on the other side of a referral, in the same transaction and with only that side's rows visible. */
export function onOtherSide<T>(
  handle: Transaction,
  organisationId: string,
  work: (handle: Transaction) => Promise<T>,
): Promise<T> {
  return actForOrganisation(handle, { organisationId, actor }, work)
}
