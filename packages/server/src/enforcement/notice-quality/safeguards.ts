import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { notifierSubject, ruleSubject } from './types.ts'
import { listingFacts, liveAssessments } from '../../listings/ingest/queries.ts'

export type Safeguard = { since: Date }

/** The safeguard that blocks an organisation's notices on a ground. */
export async function findSendingSafeguard(
  handle: Transaction,
  { organisationId, ground }: { organisationId: string; ground: string },
): Promise<Safeguard | undefined> {
  return findSafeguard(handle, organisationId, 'sent', [notifierSubject(organisationId, ground)])
}

/** The safeguard that removes priority from an organisation's notices on a ground, or from all on that ground. */
export async function findPrioritySafeguard(
  handle: Transaction,
  options: { organisationId: string; notifier: string; regime: string; ground: string },
): Promise<Safeguard | undefined> {
  const { organisationId, notifier, regime, ground } = options
  const subjects = [notifierSubject(notifier, ground), ruleSubject(regime, ground)]
  return findSafeguard(handle, organisationId, 'received', subjects)
}

async function findSafeguard(
  handle: Transaction,
  organisationId: string,
  side: 'sent' | 'received',
  subjects: readonly string[],
): Promise<Safeguard | undefined> {
  const { rows } = await sql<Safeguard>`
    select safeguarded_at as since from safeguards
    where organisation_id = ${organisationId}::uuid and side = ${side}
      and about in ('notifier-ground', 'rule') and subject = any (${[...subjects]}::text[])
      and safeguarded_at is not null and ended_at is null
    order by safeguarded_at limit 1`.execute(handle)
  return rows[0]
}

/** The listings among these with a signal of counterfeiting under a safeguard. */
export async function findListingsUnderSafeguard(
  handle: Transaction,
  organisationId: string,
  listings: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select given.id from unnest(${[...listings]}::uuid[]) as given (id)
    where exists (
      select from safeguards k
      where k.organisation_id = ${organisationId}::uuid and k.about = 'signal'
        and k.safeguarded_at is not null and k.ended_at is null
    ) and exists (
      select from ${listingFacts} l
      cross join lateral (
        select a.body from ${liveAssessments} a
        where a.listing_id = l.id and a.version = l.version
        order by a.at desc, a.id limit 1
      ) a
      cross join lateral json_array_elements(a.body -> 'signals') s
      join safeguards k on k.organisation_id = ${organisationId}::uuid
        and k.about = 'signal' and k.subject = s ->> 'code'
        and k.safeguarded_at is not null and k.ended_at is null
      where l.id = given.id and l.organisation_id = ${organisationId}::uuid
        and (s ->> 'weight')::float8 > 0
    )`.execute(handle)
  return new Set(rows.map(({ id }) => id))
}
