import { openCaseFor } from '../../../../test/cases.ts'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator } from '../../../../test/builders.ts'
import { planOf } from '../../../../test/explain.ts'
import { fillWeek } from '../../../../test/audit-samples.ts'
import { applyCaseAction } from '../../../investigation/cases/index.ts'
import { applyTransitionAsUser, openProceedingAsUser } from '../../proceedings/index.ts'
import { listCaseTimeline, type TimelineCursor } from '../list-case-timeline.ts'
import { runDueTakedownChecks, runTakedownChecks } from '../run-takedown-checks.ts'
import { recordReply } from '../record-reply.ts'
import { listRelistings } from '../find-relistings.ts'
import { changeNotice, listNotices, listNoticeRecords } from '../manage-notices.ts'
import { earlierNotices, pageOfNotices } from '../repository.ts'
import type { NoticesFixture, UserActor } from './notices-fixture.ts'

export function afterSendingTests(desk: NoticesFixture): void {
  let shop: Server
  let origin: string
  let gone = false
  beforeAll(async () => {
    shop = createServer((request, response) => {
      const isGone = gone && request.url === '/item/1'
      response.writeHead(isGone ? 404 : 200, { 'content-type': 'text/html' })
      const number = request.url?.slice(-1) ?? ''
      response.end(isGone ? 'no such page' : `<h1>Tote number ${number}, replica 1:1</h1>`)
    }).listen(0, '127.0.0.1')
    await once(shop, 'listening')
    const { port } = shop.address() as AddressInfo
    origin = `http://127.0.0.1:${port}`
    // No name resolves here.
    const lookup = (): Promise<never> =>
      Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }))
    desk.outbound = { allow: [{ host: '127.0.0.1', port }], lookup }
  })
  afterAll(() => {
    shop.closeAllConnections()
    shop.close()
  })

  test('listings are checked again, and relistings are distinguished', async () => {
    gone = false
    const ready = await desk.ready({}, [`${origin}/item/1`, `${origin}/item/2`])
    const { id } = await desk.draft(ready)
    const { store, outbound, analyst: actor } = desk
    const looked = await runTakedownChecks({ store, outbound, now: () => desk.now }, { actor, id })
    expect(looked.listings.map(({ look }) => look)).toEqual(['live', 'live'])
    expect(looked.listings.map(({ title }) => title)).toEqual([
      'Tote number 1, replica 1:1',
      'Tote number 2, replica 1:1',
    ])
    await desk.send(id)
    gone = true
    const tomorrow = new Date(desk.now.getTime() + 86_400_000 + 1000)
    await runDueTakedownChecks({ store, outbound, now: () => tomorrow }, { most: 1000 })
    expect((await desk.read(id)).listings).toMatchObject([
      { look: 'gone', goneAt: tomorrow, sentence: expect.stringMatching(/does not exist/) },
      { look: 'live', goneAt: null },
    ])
    // The first takedown lies between the last check before it and the first after; a relisting changes neither.
    gone = false
    const nextWeek = new Date(tomorrow.getTime() + 8 * 86_400_000)
    await runDueTakedownChecks({ store, outbound, now: () => nextWeek }, { most: 1000 })
    const { rows: checks } = await asOperator(store, (handle) =>
      sql<{ live: Date; gone: Date | null }>`
        select live_at as live, gone_at as gone from notice_items
        where notice_id = ${id}::uuid order by place`.execute(handle),
    )
    expect(checks).toEqual([
      { live: desk.now, gone: tomorrow },
      { live: nextWeek, gone: null },
    ])
    const [first] = ready.listings as [string, string]
    const { organisationId } = desk.admin
    const returned = () =>
      desk.as(actor, (handle) => listRelistings({ handle, actor, input: { id } }))
    expect(await returned()).toEqual([])
    const { rows } = await asOperator(store, (handle) =>
      sql<{ brand: string }>`
        select brand_id as brand from listing_mentions where listing_id = ${first}::uuid`.execute(
        handle,
      ),
    )
    const brands = rows.map(({ brand }) => brand)
    const listings = ['by-seller', 'by-picture', 'by-none'].map((name) => ({
      listing: { id: `${name}-${randomUUID()}`, title: 'A tote', marketplace: 'pasar' },
      verdict: 'block' as const,
      brands: name === 'by-picture' ? [] : brands,
    }))
    const [bySeller, byPicture] = (await fillWeek(
      store,
      organisationId,
      '2099-01-05',
      listings,
    )) as [string, string, string]
    await asOperator(store, async (handle) => {
      await sql`update listing_versions set seller_hash = sha256('s'::bytea)
        where listing_id = any (${[first, bySeller]}::uuid[])`.execute(handle)
      await sql`
        insert into listing_pictures (listing_id, organisation_id, place, url, host, state, digest)
        select id, ${organisationId}::uuid, 0, 'https://a.example/p.png', 'a.example', 'stored',
          sha256('p'::bytea)
        from unnest(${[first, byPicture]}::uuid[]) as given (id)`.execute(handle)
    })
    await desk.as(desk.admin, (handle) =>
      sql`update listings set last_seen_at = now() + interval '2 days'
        where id = ${first}::uuid`.execute(handle),
    )
    const found = await returned()
    expect(found.map(({ listing, as, item }) => [listing, as, item]).sort()).toEqual(
      [
        [first, 'same-id', 0],
        [bySeller, 'same-seller', 0],
        [byPicture, 'same-picture', 0],
      ].sort(),
    )
  })

  test('a page that is away is not gone', async () => {
    const { id } = await desk.draft(
      await desk.ready({}, ['http://127.0.0.1:9/x', `${origin}/item/7`]),
    )
    const { store, outbound, analyst: actor } = desk
    const { listings } = await runTakedownChecks(
      { store, outbound, now: () => desk.now },
      { actor, id },
    )
    expect(listings.map(({ look }) => look)).toEqual(['unknown', 'unknown'])
  })

  test('the course of a case tells everything about it, newest first, on as many pages as asked', async () => {
    const ready = await desk.ready()
    const { analyst: actor, admin } = desk
    const profile = { tier: 'marketplace', sizeClass: 'other' }
    const begun = { title: 'x', regime: 'eu-dsa', profile, settings: {}, caseId: ready.case }
    const [about] = ready.listings as [string]
    const ofListing = { title: 'y', regime: 'eu-dsa', profile, settings: {}, listingId: about }
    await desk.as(admin, (handle) =>
      openProceedingAsUser({ handle, actor: admin, input: ofListing }),
    )
    const { id: proceeding } = await desk.as(admin, (handle) =>
      openProceedingAsUser({ handle, actor: admin, input: begun }),
    )
    const action = {
      type: 'open',
      id: 'n1',
      workflow: 'notice',
      role: 'notifier',
      fields: { contact: true },
    } as const
    const now = new Date()
    await desk.as(admin, (handle) =>
      applyTransitionAsUser({ handle, actor: admin, input: { id: proceeding, action, now } }),
    )
    const note = { action: { type: 'note' as const, text: 'The seller was asked.' } }
    await desk.as(admin, (handle) =>
      applyCaseAction({ handle, actor: admin, id: ready.case, input: note }),
    )
    const { id } = await desk.draft(ready)
    await desk.send(id)
    const page = (limit: number, after?: TimelineCursor) =>
      desk.as(actor, (handle) =>
        listCaseTimeline({
          handle,
          actor,
          input: { id: ready.case, limit, ...(after && { after }) },
        }),
      )
    const all = await page(100)
    expect(all.map(({ source, kind }) => `${String(source)} ${String(kind)}`).sort()).toEqual(
      [
        'case opened',
        'case listings-added',
        'case noted',
        'capture asked',
        'capture asked',
        'capture sealed',
        'capture sealed',
        'proceeding begun',
        'proceeding begun',
        'proceeding open',
        'notice drafted',
        'notice sent',
      ].sort(),
    )
    const times = all.map(({ at }) => new Date(at).getTime())
    expect(times).toEqual([...times].sort((a, b) => b - a))
    const paged: typeof all = []
    for (let after: TimelineCursor | undefined; ;) {
      const items = await page(3, after)
      paged.push(...items)
      const end = items.at(-1)
      if (items.length < 3 || end === undefined) break
      const place = { source: String(end.source), id: String(end.id), position: end.position }
      after = { at: new Date(end.at), ...place }
    }
    expect(paged).toEqual(all)
  })

  test('a list is filtered by what notices are, wait for and came to', async () => {
    const ready = await desk.ready()
    const { analyst: actor } = desk
    const draft = await desk.draft(ready, { ground: 'design' })
    const other = await desk.draft(await desk.ready())
    await desk.send(other.id)
    const idsOf = async (query: Partial<Parameters<typeof listNotices>[0]['input']>) => {
      const input = { limit: 200, ...query }
      const found = await desk.as(actor, (handle) => listNotices({ handle, actor, input }))
      return found.map(({ id }) => id).filter((id) => id === draft.id || id === other.id)
    }
    expect(await idsOf({ ground: 'design' })).toEqual([draft.id])
    expect(await idsOf({ waits: 'receipt' })).toEqual([other.id])
    expect(await idsOf({ waits: 'decision', marketplace: 'pasar' })).toEqual([other.id])
    expect(await idsOf({ marketplace: 'bazar' })).toEqual([])
    const answer = { what: 'decided' as const, outcome: 'restricted' as const }
    const input = { id: other.id, answer, now: desk.now }
    await desk.as(actor, (handle) => recordReply({ handle, actor, input }))
    expect(await idsOf({ waits: 'decision' })).toEqual([])
    expect(await idsOf({ outcome: 'restricted' })).toEqual([other.id])
    const [first] = await desk.as(actor, (handle) =>
      listNotices({ handle, actor, input: { limit: 1, caseId: ready.case } }),
    )
    expect(first).toMatchObject({
      caseTitle: 'Totes of a seller',
      marketplaces: ['pasar'],
      items: 2,
      gone: 0,
    })
  })

  test('a case with a listing that was noticed elsewhere tells of that notice', async () => {
    const ready = await desk.ready()
    const { id } = await desk.draft(ready)
    const { analyst: actor, store } = desk
    const again = await openCaseFor(store, actor, [ready.listings[0]!])
    const other = await openCaseFor(store, actor)
    const of = async (caseId: string): Promise<string[]> => {
      const input = { limit: 200, caseId }
      const found = await desk.as(actor, (handle) => listNotices({ handle, actor, input }))
      return found.map((one) => String(one.id))
    }
    expect(await of(ready.case)).toEqual([id])
    expect(await of(again)).toEqual([id])
    expect(await of(other)).toEqual([])
  })

  test('a draft saved repeatedly by one person is recorded once', async () => {
    const ready = await desk.ready()
    const { id, version } = await desk.draft(ready)
    const keep = (actor: UserActor, reasons: string, from: number) => {
      const content = desk.content(ready, { reasons })
      return desk.as(actor, (handle) =>
        changeNotice({ handle, actor, input: { id, expectedVersion: from, content } }),
      )
    }
    for (const [at, reasons] of ['The', 'The title', 'The title says'].entries()) {
      await keep(desk.analyst, reasons, version + at)
    }
    const kept = await keep(desk.admin, 'The title says “replica”.', version + 3)
    // Someone who has not read later changes cannot overwrite them.
    await expect(keep(desk.analyst, 'The title is “KW”.', version + 3)).rejects.toMatchObject({
      class: 'conflict',
      status: 409,
      code: 'version-mismatch',
      pointer: '/expectedVersion',
      message: expect.stringContaining(`has version ${version + 4}, not ${version + 3}`),
    })
    await expect(desk.send(id, desk.analyst, version + 3)).rejects.toMatchObject({
      status: 409,
      pointer: '/expectedVersion',
    })
    expect(await desk.read(id)).toMatchObject({ version: kept.version, content: kept.content })
    expect(kept.content).toMatchObject({ reasons: 'The title says “replica”.' })
    const { analyst: actor } = desk
    const events = await desk.as(actor, (handle) =>
      listNoticeRecords({ handle, actor, input: { id } }),
    )
    expect(events.map(({ kind, by }) => [kind, (by as { id: string }).id])).toEqual([
      ['drafted', desk.analyst.id],
      ['changed', desk.analyst.id],
      ['changed', desk.admin.id],
    ])
  })

  test('of another’s notices and cases nothing is seen', async () => {
    const ready = await desk.ready()
    const { id } = await desk.draft(ready)
    const { outsider: actor } = desk
    await expect(desk.read(id, actor)).rejects.toThrow(`there is no notice ${id}`)
    const input = { id: ready.case, limit: 10 }
    await expect(
      desk.as(actor, (handle) => listCaseTimeline({ handle, actor, input })),
    ).rejects.toThrow('there is no case')
    const limited = { ...desk.analyst, brands: ['another-brand'] }
    await expect(desk.read(id, limited)).rejects.toThrow(`there is no notice ${id}`)
    const events = sql`update notice_events set kind = 'sent'`
    await expect(asOperator(desk.store, (handle) => events.execute(handle))).rejects.toThrow(
      /append-only|permission denied/,
    )
  })

  test('lists and looks for work are read from their indexes', async () => {
    const { organisationId } = desk.outsider
    await asOperator(desk.store, async (handle) => {
      await sql`insert into cases (id, organisation_id, events, title, about, urgency, rest)
        select ${organisationId}::uuid, ${organisationId}::uuid, 1, 'x', 'seller', 1, '{}'`.execute(
        handle,
      )
      await sql`
        insert into notices (id, organisation_id, case_id, regime, ground, content)
        select gen_random_uuid(), ${organisationId}::uuid, ${organisationId}::uuid, 'eu-dsa',
          'counterfeit', '{}' from generate_series(1, 3000)`.execute(handle)
      await sql`
        insert into notice_items (notice_id, place, organisation_id, listing_id, claim_id, marketplace,
          external_id)
        select id, 0, organisation_id, gen_random_uuid(), gen_random_uuid(), 'm', 'x'
        from notices where organisation_id = ${organisationId}::uuid`.execute(handle)
    })
    const plan = (work: (handle: Parameters<typeof pageOfNotices>[0]) => Promise<unknown>) =>
      asOperator(desk.store, (handle) => planOf(handle, work))
    const after = { at: new Date(), id: randomUUID() }
    expect(
      await plan((handle) => pageOfNotices(handle, { organisationId, limit: 20, after })),
    ).toContain('notices_newest')
    const query = { organisationId, noticeId: after.id, claimId: after.id, listings: [after.id] }
    expect(await plan((handle) => earlierNotices(handle, query))).toContain(
      'notice_items_of_listing',
    )
  })
}
