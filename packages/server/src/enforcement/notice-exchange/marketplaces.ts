import { sql } from 'kysely'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import { listNoticeForms } from '../moderation/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { operatorContext } from './exchange-context.ts'

/** The marketplaces to which an organisation can choose to send; it is none of them itself. */
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
 * Of the marketplaces that a notice names those that exist: the ids of their organisations by slug. Its author sees no
 * organisation but their own, so this is read before a check or a delivery and shown to nobody.
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
