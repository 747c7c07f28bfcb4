import { sql } from 'kysely'
import type { Store } from '../../src/platform/db/index.ts'
import { asOperator } from '../builders.ts'
import type { Named } from '../leaks/named-things.ts'
import type { Victim } from '../leaks/plant.ts'
import { targetOf, type Target } from './sweep.ts'

/** Where the ids of a noun lie that has more than one. */
const tables: Readonly<Partial<Record<keyof Named, string>>> = {
  appealLink: 'appeal_links',
  auditEvent: 'audit_events',
  capture: 'captures',
  case: 'cases',
  claim: 'claims',
  decision: 'decisions',
  event: 'outbox_events',
  hold: 'legal_holds',
  invitation: 'invitations',
  key: 'keys',
  listing: 'listings',
  message: 'messages',
  notice: 'notices',
  proceeding: 'proceedings',
  sellerAccount: 'seller_accounts',
  threshold: 'threshold_versions',
}

/** Further targets, so that every id of a victim’s is asked for; but the one listing that others may see, with its seller. */
export async function moreOf(store: Store, victim: Victim): Promise<Target[]> {
  const idsByNoun = new Map<string, string[]>()
  for (const [noun, table] of Object.entries(tables)) {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ id: string }>`
        select id from ${sql.table(table)}
        where organisation_id = ${victim.organisationId}::uuid order by id`.execute(handle),
    )
    const ownIds = [victim.named[noun as keyof Named], victim.shared, victim.sharedSeller]
    const isOther = (id: string): boolean => !ownIds.includes(id)
    idsByNoun.set(noun, rows.map(({ id }) => id).filter(isOther))
  }
  const most = Math.max(...[...idsByNoun.values()].map((ids) => ids.length))
  return Array.from({ length: most }, (_, at) => {
    const remaining = [...idsByNoun].filter(([, ids]) => ids[at] !== undefined)
    const ids = Object.fromEntries(remaining.map(([noun, all]) => [noun, all[at]]))
    const named = { ...victim.named, ...(ids as Partial<Named>) }
    return { ...targetOf({ ...victim, named }), victim, only: new Set(Object.keys(ids)) }
  })
}
