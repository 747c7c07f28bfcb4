import { sql } from 'kysely'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import { listNoticeForms } from '../moderation/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { operatorContext } from './exchange-context.ts'

/** Marketplaces that an organisation can send notices to, except itself. */
export async function listInternalMarketplaces(
  store: Store,
  organisationId: string,
): Promise<{ slug: string; name: string }[]> {
  const forms = await store.transact(operatorContext, listNoticeForms)
  return forms
    .filter((form) => form.organisationId !== organisationId)
    .map(({ slug, name }) => ({ slug, name }))
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
