import { sql } from 'kysely'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import { catalogBrands } from '../../brands/catalog/queries.ts'
import { allMeasures } from '../../enforcement/moderation/queries.ts'
import { publishedDecisions, workflowStates } from '../../enforcement/proceedings/queries.ts'
import { marketplaceListingsAt } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { currentAlerts } from '../alerts/queries.ts'

/** The newest listings at an address that marketplaces sent of their own pages, with the numbers that they state. */
export async function findMarketplaceListings(
  handle: Transaction,
  addressHash: Buffer,
): Promise<{ id: string; numbers: string[] }[]> {
  const { rows } = await sql<{ id: string; numbers: string[] }>`
    select l.id, array_remove(array[l.content ->> 'gtin', l.content -> 'attributes' ->> 'gtin',
      l.content -> 'attributes' ->> 'GTIN', l.content -> 'attributes' ->> 'EAN'], null) as numbers
    from ${marketplaceListingsAt(addressHash)} l
    order by l.first_seen_at desc limit 5`.execute(handle)
  return rows
}

export type AlertRow = {
  maker: string
  gtin: string
  title: string
  text: string
  publishedAt: Date
}

export async function findAlertsAbout(
  handle: Transaction,
  gtins: readonly string[],
): Promise<AlertRow[]> {
  const { rows } = await sql<AlertRow>`
    select o.name as maker, a.gtin, a.title, a.content as text, a.published_at as "publishedAt"
    from ${currentAlerts} a join ${organisationProfiles} o on o.id = a.organisation_id
    where a.gtin = any (${[...gtins]}::text[])
    order by a.is_dangerous desc, a.published_at desc limit 5`.execute(handle)
  return rows
}

export type DecisionRow = { marketplace: string; publishedAt: string; decidedOn: string }

/** The newest decision that a marketplace published of one of its listings, unless it is contested or was reversed. */
export async function findPublishedDecision(
  handle: Transaction,
  listings: readonly string[],
): Promise<DecisionRow | undefined> {
  const { rows } = await sql<DecisionRow>`
    select o.name as marketplace, d.published_at as "publishedAt", m.starts_on::text as "decidedOn"
    from ${allMeasures} m
    join ${organisationProfiles} o on o.id = m.organisation_id
    join ${workflowStates} r on r.proceeding_id = m.proceeding_id and r.instance = m.instance
      and r.state in ('statement-sent', 'statement-exempt', 'expired')
    join ${workflowStates} b on b.proceeding_id = m.proceeding_id
      and b.part = 'buyer-notification' and starts_with(b.instance, m.instance || '/')
      and b.state in ('published', 'closed')
    join ${publishedDecisions} d on d.proceeding_id = b.proceeding_id and d.instance = b.instance
    where m.listing_id = any (${[...listings]}::uuid[]) and not exists (
      select from ${workflowStates} c
      where c.proceeding_id = m.proceeding_id and starts_with(c.instance, m.instance || '/')
        and (c.part = 'complaint' and c.state in ('lodged', 'human-review', 'upheld')
          or c.part = 'dispute-settlement' and c.state in ('referred', 'engaged', 'extended')))
    order by m.starts_on desc limit 1`.execute(handle)
  return rows[0]
}

export type ChannelRow = {
  brand: string
  marketplace: string
  policy: 'none' | 'authorised-sellers' | 'open'
  authorisedSellers: string[]
}

/** The channels that an organisation's catalog publishes, as they apply on a day. */
export async function findPublishedChannels(
  handle: Transaction,
  { organisationId, day }: { organisationId: string; day: string },
): Promise<ChannelRow[]> {
  const { rows } = await sql<ChannelRow>`
    select b.name as brand, c.rule ->> 'marketplace' as marketplace, c.rule ->> 'policy' as policy,
      coalesce(c.rule -> 'authorisedSellers', '[]'::json) as "authorisedSellers"
    from ${catalogBrands} b
    cross join lateral json_array_elements(coalesce(b.content -> 'channels', '[]'::json)) as c (rule)
    where b.organisation_id = ${organisationId}::uuid and b.removed_at is null
      and c.rule ->> 'published' = 'true'
      and coalesce(c.rule ->> 'validFrom', '') <= ${day}
      and coalesce(c.rule ->> 'validTo', '9999') >= ${day}
    order by b.name, c.rule ->> 'marketplace' limit 20`.execute(handle)
  return rows
}
