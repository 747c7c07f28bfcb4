import type { ReferralDraft } from '@touchstone/contract'
import type { ScheduleEntry } from '@touchstone/evidence'
import { sql } from 'kysely'
import { listingFacts } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { findAccountsById } from '../seller-accounts/index.ts'
import { long, short } from './dossier-texts.ts'
import type { Source } from './types.ts'

/** The reason given for leaving out an account or listing: the last that names it, else the last for all others. */
export function omissionReasons(
  omissions: ReferralDraft['omissions'],
): (id: string) => string | undefined {
  const named = new Map(
    omissions.flatMap(({ items = [], reason }) => items.map((id) => [id, reason] as const)),
  )
  const others = omissions.findLast(({ items }) => items === undefined)?.reason
  return (id) => named.get(id) ?? others
}

export type Omission = {
  kind: 'account' | 'listing'
  reason: string | undefined
  items: { id: string; name: string }[]
}

/** As many as an entry of the schedule names. */
const mostInEntry = 50
/** Most of each kind that the schedule names. */
const mostNamed = 5000

/** What a dossier leaves out of its source, together where the reason is the same. */
export async function readOmissions(
  handle: Transaction,
  { omissions }: Pick<ReferralDraft, 'omissions'>,
  { omitted }: Pick<Source, 'omitted'>,
): Promise<Omission[]> {
  const reasonOf = omissionReasons(omissions)
  const accounts = await findAccountsById(handle, omitted.accounts.slice(0, mostNamed))
  const { rows } = await sql<{ id: string; name: string }>`
    select l.id, l.marketplace || ' ' || l.external_id as name from ${listingFacts} l
    where l.id = any (${omitted.listings.slice(0, mostNamed)}::uuid[]) order by l.id`.execute(
    handle,
  )
  const groups = {
    account: [...accounts.values()].map(({ id, marketplace, seller }) => ({
      id,
      name: `${marketplace} ${seller ?? ''}`.trim(),
    })),
    listing: rows,
  }
  return (['account', 'listing'] as const).flatMap((kind) =>
    [...Map.groupBy(groups[kind], ({ id }) => reasonOf(id))].map(([reason, items]) => ({
      kind,
      reason,
      items,
    })),
  )
}

/** The entries of the schedule for what was left out, with the reason that its author gave. */
export function entriesOfOmissions(omissions: readonly Omission[]): ScheduleEntry[] {
  return omissions.flatMap(({ kind, reason, items }) =>
    Array.from({ length: Math.ceil(items.length / mostInEntry) }, (_, part): ScheduleEntry => {
      const named = items.slice(part * mostInEntry, (part + 1) * mostInEntry)
      const given =
        reason === undefined
          ? 'It joined the source after the choice was made.'
          : `Reason: ${reason}`
      const what = kind === 'account' ? 'Accounts' : 'Listings'
      const names = named.map(({ name }) => name).join('; ')
      return {
        kind: 'unused-item',
        at: null,
        text: long(`${given} ${what} of the source that the sender left out: ${names}`),
        about: named.map(({ id }) => short(id)),
        items: [],
      }
    }),
  )
}
