import { sql } from 'kysely'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import { marketplaceBindings } from '../../access/marketplace-bindings/queries.ts'
import { listingFacts } from '../../listings/ingest/queries.ts'
import { listNoticeForms, settingsFor } from '../moderation/index.ts'
import type { KnownMarketplace } from '../notices/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { operatorContext } from './exchange-context.ts'

/**
 * Marketplaces that an organisation can send notices to, except itself; also those of listings that it sees, and those
 * that received its notices.
 */
export async function listInternalMarketplaces(
  store: Store,
  { organisationId, listings }: { organisationId: string; listings: readonly string[] },
): Promise<{ slug: string; name: string }[]> {
  const forms = await store.transact(operatorContext, listNoticeForms)
  const open = forms.filter((form) => form.organisationId !== organisationId)
  const answering = await findMarketplacesOf(store, { organisationId, listings })
  const addressed = await store.transact(operatorContext, (handle) =>
    findRecipientMarketplaces(handle, organisationId),
  )
  const all = new Map(
    [...addressed, ...open, ...answering.values()].map(({ slug, name }) => [slug, name]),
  )
  return [...all].map(([slug, name]) => ({ slug, name }))
}

/** Only what was delivered: a slug that someone guessed in a draft names nobody. */
async function findRecipientMarketplaces(
  handle: Transaction,
  organisationId: string,
): Promise<{ slug: string; name: string }[]> {
  const { rows } = await sql<{ slug: string; name: string }>`
    select distinct o.slug, o.name
    from notice_recipients r join ${organisationProfiles} o on o.slug = r.target
    where r.organisation_id = ${organisationId}::uuid and r.by = 'inside'
      and r.handed_over_at is not null and o.kind = 'marketplace'
    order by o.slug limit 200`.execute(handle)
  return rows
}

/**
 * The existing marketplaces among those named in a notice: organisation ids by slug. The author sees no other
 * organisation, so this is read before a check or delivery, and shown to nobody.
 */
export async function findInternalMarketplaces(
  store: Store,
  id: string,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await store.transact(operatorContext, (handle) =>
    sql<{ slug: string; id: string }>`
      select o.slug, o.id from notice_recipients r join ${organisationProfiles} o on o.slug = r.target
      where r.notice_id = ${id}::uuid and r.by = 'inside' and o.kind = 'marketplace'
        and o.id <> r.organisation_id`.execute(handle),
  )
  return new Map(rows.map((row) => [row.slug, row.id]))
}

/**
 * The marketplace of the installation that answers for each of these listings: bound to the name that the listing
 * states, since whoever submitted it need not be that marketplace. The caller has checked that the reader sees them.
 */
export async function findMarketplacesOf(
  store: Store,
  { organisationId, listings }: { organisationId: string; listings: readonly string[] },
): Promise<ReadonlyMap<string, KnownMarketplace>> {
  return store.transact(operatorContext, async (handle) => {
    const { rows } = await sql<{ listing: string; id: string; slug: string; name: string }>`
      select distinct on (l.id) l.id as listing, o.id, o.slug, o.name
      from ${listingFacts} l
      join ${marketplaceBindings} b on b.marketplace = l.marketplace
      join ${organisationProfiles} o on o.id = b.organisation_id
      where l.id = any (${[...listings]}::uuid[]) and o.kind = 'marketplace'
        and o.id <> ${organisationId}::uuid
      order by l.id, o.id = l.organisation_id desc, o.slug`.execute(handle)
    const territories = new Map<string, readonly string[]>()
    for (const id of new Set(rows.map((row) => row.id))) {
      const { texts } = await settingsFor(handle, id)
      territories.set(id, texts.territory)
    }
    return new Map(
      rows.map(({ listing, id, slug, name }) => [
        listing,
        { slug, name, territory: territories.get(id) ?? [] },
      ]),
    )
  })
}
