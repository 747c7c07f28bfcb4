import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Store } from '../../src/platform/db/index.ts'
import { asOperator } from '../builders.ts'
import { endFitOf, fillWeek, lastMonday } from '../audit-samples.ts'
import type { Browser } from '../users.ts'
import { pngOf } from '../image-host.ts'
import { bodyOf } from './calls.ts'
import type { Marked } from './marked-organisation.ts'
import type { Named } from './named-things.ts'

type OfCase = { case: string; listing: string; organisationId: string }

/** A template, a queue, a file and a note that others may not read. */
export async function caseworkOf(
  store: Store,
  admin: Browser,
  { mark, brand }: Marked,
  { case: id, listing, organisationId }: OfCase,
): Promise<Pick<Named, 'caseTemplate' | 'caseQueue' | 'caseFile' | 'casePackage' | 'sharedNote'>> {
  const template = await bodyOf(
    admin.post('/api/v1/case-templates', {
      name: `${mark} way`,
      about: 'seller',
      priority: 'normal',
      tasks: [`${mark} task`],
      slaHours: 9,
      note: `${mark} first`,
    }),
  )
  const queue = await bodyOf(
    admin.post('/api/v1/case-queues', {
      name: `${mark} queue`,
      place: 1,
      rules: [{ brands: [brand] }],
      assignee: null,
      sla: { low: null, normal: 24, high: 8, urgent: 1 },
      assignHours: null,
    }),
  )
  const into = { type: 'move-to-queue', queue: queue['id'] }
  await bodyOf(admin.post(`/api/v1/cases/${id}/actions`, { action: into }))
  const content = pngOf(37, mark.length).toString('base64')
  const file = await bodyOf(
    admin.post(`/api/v1/cases/${id}/files`, { name: `${mark} file.png`, content }),
  )
  const packed = await bodyOf(
    admin.post(`/api/v1/cases/${id}/packages`, { reason: `${mark} counsel` }),
  )
  const sharedNote = randomUUID()
  await asOperator(store, (handle) =>
    sql`
      insert into shared_notes (id, organisation_id, case_id, listing_id, marketplace, external_id,
        brand_id, text, from_name)
      values (${sharedNote}::uuid, ${organisationId}::uuid, ${id}::uuid, ${listing}::uuid,
        ${`${mark} place`}, ${`${mark} listing`}, ${brand}, ${`${mark} shared`}, ${`${mark} name`})`.execute(
      handle,
    ),
  )
  return {
    caseTemplate: template['id'] as string,
    caseQueue: queue['id'] as string,
    caseFile: file['id'] as string,
    casePackage: packed['id'] as string,
    sharedNote,
  }
}

/** A task and a line of turnover of a case, and another case. */
export async function casePartsOf(
  admin: Browser,
  { mark, brand }: Marked,
  id: string,
  listing: string,
): Promise<Pick<Named, 'otherCase' | 'caseTask' | 'turnoverLine'>> {
  const act = (what: object): Promise<unknown> =>
    bodyOf(admin.post(`/api/v1/cases/${id}/actions`, { action: what }))
  await act({ type: 'add-task', text: `${mark} task` })
  const price = { price: '9', currency: 'EUR', source: `${mark} source` }
  await act({ type: 'add-turnover', listing, units: 3, ...price })
  const read = await bodyOf(admin.get(`/api/v1/cases/${id}`))
  const other = await bodyOf(
    admin.post('/api/v1/cases', { title: `${mark} other case`, about: 'seller', brands: [brand] }),
  )
  const { lines } = read['turnover'] as { lines: { id: string }[] }
  return {
    otherCase: other['id'] as string,
    caseTask: (read['tasks'] as { id: string }[])[0]!.id,
    turnoverLine: lines[0]!.id,
  }
}

/** A draft of content for the engine. */
export async function draftEngineRelease(store: Store): Promise<string> {
  const id = randomUUID()
  await asOperator(store, (handle) =>
    sql`
      insert into engine_releases (id, number, title, content)
      select ${id}::uuid, coalesce(max(number), 0) + 1, 'A draft', '{}'
      from engine_releases`.execute(handle),
  )
  return id
}

/** A reference that matched an organisation's picture and was counted; and the progress of an engine. */
export async function bankOf(
  app: FastifyInstance,
  store: Store,
  key: string,
  { mark, brand }: Marked,
): Promise<Pick<Named, 'reference' | 'referencePicture' | 'referenceBrand'>> {
  const picture = pngOf(40 + mark.length, 32)
  const query = new URLSearchParams({ bank: 'official', brand, label: `${mark} photograph` })
  const response = await app.inject({
    method: 'POST',
    url: `/api/v1/reference-images?${query.toString()}`,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'image/png' },
    payload: picture,
  })
  if (response.statusCode !== 201) throw new Error(response.body)
  const { id } = response.json<{ id: string }>()
  await asOperator(store, async (handle) => {
    await sql`
      insert into picture_matches
        (reference_id, organisation_id, digest, score, kind, changes, box)
      select id, organisation_id, digest, 1, 'exact', '{}', '[0,0,1,1]'
      from picture_references where id = ${id}::uuid`.execute(handle)
    await sql`
      insert into picture_reference_days (reference_id, organisation_id, day, listings)
      select id, organisation_id, now(), 1
      from picture_references where id = ${id}::uuid`.execute(handle)
    await sql`insert into judging_passes (engine) values ('planted') on conflict do nothing`.execute(
      handle,
    )
    await sql`
      insert into judging_pass_places (engine, organisation_id)
      select 'planted', organisation_id from picture_references where id = ${id}::uuid
      on conflict do nothing`.execute(handle)
    await sql`
      insert into listing_pictures
        (listing_id, organisation_id, place, url, host, state, digest)
      select l.id, l.organisation_id, 0, 'https://127.0.0.1/' || ${mark} || '.png', '127.0.0.1',
        'stored', r.digest
      from listings l join picture_references r on r.organisation_id = l.organisation_id
      where r.id = ${id}::uuid on conflict do nothing`.execute(handle)
    await sql`
      insert into picture_counts_due (listing_id, organisation_id, digest)
      select p.listing_id, p.organisation_id, p.digest
      from listing_pictures p
      join picture_references r on r.digest = p.digest and r.organisation_id = p.organisation_id
      where r.id = ${id}::uuid on conflict do nothing`.execute(handle)
  })
  return { reference: id, referencePicture: picture.toString('base64'), referenceBrand: brand }
}

/** An audit sample with a listing at hand to the admin and one that is read, and fitted weights. */
export async function measure(
  store: Store,
  admin: Browser,
  { mark, units }: Marked,
  organisationId: string,
): Promise<Pick<Named, 'auditSample' | 'auditItem' | 'fit'>> {
  const sizes = { clear: 2, flagged: 2, removed: 2 }
  await bodyOf(admin.ask('PUT', '/api/v1/blind-audits/settings', { enabled: true, sizes }))
  await fillWeek(
    store,
    organisationId,
    lastMonday(),
    ['clear', 'block'].map((verdict) => ({
      listing: {
        id: `${mark}-${verdict}`,
        marketplace: `${mark}-bazaar`,
        title: `Bowl ${mark}`,
        unitsSold: units,
        seller: { id: `${mark}-seller` },
      },
      verdict: verdict as 'clear' | 'block',
    })),
  )
  const { id: auditSample } = (await bodyOf(admin.post('/api/v1/blind-audits/samples'))) as {
    id: string
  }
  const next = async (): Promise<string> => {
    const { item } = await bodyOf(admin.post('/api/v1/blind-audits/assignments'))
    return (item as { id: string }).id
  }
  await bodyOf(
    admin.post(`/api/v1/blind-audits/items/${await next()}/annotation`, { label: 'genuine' }),
  )
  const auditItem = await next()
  const { id: fit } = (await bodyOf(admin.post('/api/v1/blind-audits/fits'))) as { id: string }
  await endFitOf(store, organisationId)
  return { auditSample, auditItem, fit }
}

/** An address that a seller left on the page of a link: rows that others may not read. */
export async function storeEmailUpdates(store: Store, link: string): Promise<void> {
  const digest = sql`sha256(gen_random_uuid()::text::bytea)`
  await asOperator(store, async (handle) => {
    await sql`
      insert into email_updates (link_id, organisation_id, sealed, token_hash, locale, requested_at)
      select id, organisation_id, ${digest}, ${digest}, 'en', now() from appeal_links
      where id = ${link}::uuid`.execute(handle)
    await sql`
      insert into email_update_requests (id, organisation_id, link_id, address_hash, requested_at)
      select gen_random_uuid(), organisation_id, id, ${digest}, now() from appeal_links
      where id = ${link}::uuid`.execute(handle)
  })
}

/** What the inbox stores of an organisation, and a deadline that it missed: rows that others may not read. */
export async function storeInboxRows(store: Store, organisationId: string): Promise<void> {
  await asOperator(store, async (handle) => {
    const organisation = sql`${organisationId}::uuid`
    await sql`
      insert into inbox_handled_items (organisation_id, kind, subject_id, actor_id)
      values (${organisation}, 'failed-capture', ${randomUUID()}::uuid, 'plant')`.execute(handle)
    await sql`
      insert into daily_summaries (organisation_id, person_id, hour, time_zone)
      select organisation_id, person_id, 7, 'Europe/Berlin' from memberships
      where organisation_id = ${organisation} limit 1`.execute(handle)
    await sql`
      insert into missed_deadlines (proceeding_id, instance, time_limit, run, organisation_id, due_at)
      select id, 'plant', 'plant', 1, organisation_id, now() from proceedings
      where organisation_id = ${organisation} limit 1`.execute(handle)
  })
  await store.transact(
    { as: 'tenant', organisationId, actor: { kind: 'person', id: 'plant' } },
    async (handle) =>
      sql`insert into translation_service_consents (organisation_id, service)
        values (${organisationId}::uuid, ${`plant-${organisationId}.example`})`.execute(handle),
  )
}

/** A portfolio of a seller, and what a person explained of it. */
export async function portfolioOf(
  store: Store,
  { mark, brand }: Marked,
  {
    organisationId,
    sellerAccount,
    listing,
  }: Pick<OfCase, 'organisationId' | 'listing'> & {
    sellerAccount: string
  },
): Promise<void> {
  const facts = JSON.stringify([
    { code: 'seller.portfolio-signs', count: 2, of: 3, params: { mark: `${mark} fact` } },
  ])
  await asOperator(store, async (handle) => {
    await sql`
      insert into seller_portfolios (organisation_id, seller_account_id, account_organisation_id,
        marketplace, listings, probability, flagged, standing, facts, brands, examples, view,
        changed_since_explained, counts)
      values (${organisationId}::uuid, ${sellerAccount}::uuid, ${organisationId}::uuid,
        ${`${mark} place`}, 3, 0.5, true, 'marketplace', ${facts}::json, ${[brand]}::text[],
        ${[listing]}::uuid[], '', false, false)`.execute(handle)
    await sql`
      insert into portfolio_views (organisation_id, view) values (${organisationId}::uuid, '')
      on conflict do nothing`.execute(handle)
    await sql`
      insert into portfolio_brand_views (organisation_id, brand_id, pending)
      values (${organisationId}::uuid, ${brand}, false) on conflict do nothing`.execute(handle)
    await sql`
      insert into portfolio_explanations (id, organisation_id, seller_account_id,
        account_organisation_id, reason, note, facts, until, actor_id)
      values (${randomUUID()}::uuid, ${organisationId}::uuid, ${sellerAccount}::uuid,
        ${organisationId}::uuid, 'other', ${`${mark} explanation`}, ${facts}::json,
        now() + interval '30 days', ${`${mark} person`})`.execute(handle)
  })
}
