import type { SellerAccountDetailView } from '@touchstone/contract'
import type { Actor } from '../../access/organisations/index.ts'
import { mayReadAppeals } from '../../enforcement/appeals/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import {
  appealsOfAccount,
  casesOfAccount,
  clearancesOfAccount,
  noticesOfAccount,
  restrictionsOfAccount,
  type ProcedureQuery,
} from './procedures-repository.ts'

const maxItems = 50

type Procedures = NonNullable<Outgoing<SellerAccountDetailView>['procedures']>

/** Cases, notices, restrictions, appeals and clearances about a seller: counts, and the newest of each. */
export async function readProcedures(
  handle: Transaction,
  actor: Actor,
  query: ProcedureQuery,
): Promise<Procedures> {
  const cases = await casesOfAccount(handle, query)
  const notices = await noticesOfAccount(handle, query)
  const restrictions = await restrictionsOfAccount(handle, query)
  const appeals = await appealsOfAccount(handle, query)
  const clearances = await clearancesOfAccount(handle, query)
  const now = new Date()
  return {
    cases: {
      open: count(cases, ({ state }) => state !== 'closed'),
      closed: count(cases, ({ state }) => state === 'closed'),
      items: cases.slice(0, maxItems),
    },
    notices: {
      sent: count(notices, ({ sentAt }) => sentAt !== null),
      withdrawn: count(notices, ({ state }) => state === 'withdrawn'),
      items: notices.slice(0, maxItems),
    },
    restrictions: {
      inForce: count(restrictions, ({ endedAt }) => endedAt === null),
      ended: count(restrictions, ({ endedAt }) => endedAt !== null),
      reversed: count(restrictions, ({ endReason }) => endReason === 'reversed'),
      items: restrictions.slice(0, maxItems),
    },
    appeals: {
      open: count(appeals, ({ state }) => state === 'open'),
      upheld: count(appeals, ({ outcome }) => outcome === 'upheld' || outcome === 'accepted'),
      rejected: count(
        appeals,
        ({ outcome }) => outcome === 'rejected' || outcome === 'not-accepted',
      ),
      // Numbers are for every member; single appeals for those who decide on them.
      items: mayReadAppeals(actor) ? appeals.slice(0, maxItems) : [],
    },
    clearances: {
      valid: count(clearances, ({ revokedAt, expiresAt }) => revokedAt === null && expiresAt > now),
      items: clearances.slice(0, maxItems),
    },
  }
}

function count<T>(items: readonly T[], matches: (item: T) => boolean): number {
  return items.filter(matches).length
}
