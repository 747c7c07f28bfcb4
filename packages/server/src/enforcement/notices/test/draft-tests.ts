import { randomUUID } from 'node:crypto'
import type { NoticeContentView } from '@touchstone/contract'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { asOperator, newOrganisation, newStandingClaim } from '../../../../test/builders.ts'
import { fillWeek, lastMonday } from '../../../../test/audit-samples.ts'
import { bindMarketplaces } from '../../../access/marketplace-bindings/index.ts'
import { recordDecisions } from '../../../review/decisions/index.ts'
import { findMarketplacesOf } from '../../notice-exchange/index.ts'
import { addAddress, listAddresses, removeAddress } from '../addresses.ts'
import { draftFromListings, listingsToDraft } from '../draft-from-listings.ts'
import { listNoticeHistory } from '../list-notice-history.ts'
import { changeNotice, previewNotice } from '../manage-notices.ts'
import { setSettings } from '../settings.ts'
import type { NoticesFixture, NoticeWithId, UserActor } from './notices-fixture.ts'

const codes = (refusals: readonly { code: string }[]): string[] => [
  ...new Set(refusals.map(({ code }) => code)),
]

type Signals = readonly { code: string; family: string; weight: number; evidence?: object }[]

const replica = {
  code: 'text.replica-term',
  family: 'text',
  weight: 3,
  evidence: { field: 'title', text: 'replica 1:1' },
}
const cheap = { code: 'price.far-below-band', family: 'price', weight: 3 }
const portfolio = { code: 'seller.many-luxury-brands', family: 'seller', weight: 2 }
const reused = { code: 'image.official-photo', family: 'image', weight: 2 }

/** Gives listings these signals, as the engine would. */
async function assess(
  desk: NoticesFixture,
  listings: readonly string[],
  signals: Signals,
): Promise<void> {
  await asOperator(desk.store, (handle) =>
    sql`
      update assessments
      set body = (body::jsonb || jsonb_build_object('signals', ${JSON.stringify(signals)}::jsonb))::json
      where listing_id = any (${[...listings]}::uuid[])`.execute(handle),
  )
}

async function decide(
  desk: NoticesFixture,
  listings: readonly string[],
  verdict: 'counterfeit' | 'genuine',
): Promise<void> {
  const { admin: actor } = desk
  const body = listings.map((id) => ({ id, verdict }))
  await desk.as(actor, (handle) => recordDecisions({ handle, actor, input: { body } }))
}

type Drafted = Awaited<ReturnType<typeof draftFromListings>>

async function enforce(
  desk: NoticesFixture,
  input: { case?: string; listings?: readonly string[] },
  actor: UserActor = desk.admin,
): Promise<Drafted & { id: string; content: NoticeContentView; view: NoticeWithId }> {
  const draftInput = { ...input, engine: desk.engine }
  const listings = await desk.as(actor, (handle) =>
    listingsToDraft({ handle, actor, input: draftInput }),
  )
  const { organisationId } = actor
  const marketplaces = await findMarketplacesOf(desk.store, { organisationId, listings })
  const drafted = await desk.as(actor, (handle) =>
    draftFromListings({
      handle,
      actor,
      input: { ...draftInput, listings, marketplaces, now: desk.now },
    }),
  )
  const id = String(drafted.notice)
  const view = await desk.read(id, actor)
  return { ...drafted, id, view, content: view.content as NoticeContentView }
}

export function draftTests(desk: NoticesFixture): void {
  test('a complete notice is drafted from assessments, decisions, claims, captures and settings', async () => {
    const market = await newOrganisation(desk.store, `market-${randomUUID().slice(0, 8)}`, {
      kind: 'marketplace',
    })
    const ready = await desk.ready()
    await assess(desk, ready.listings, [replica, cheap, portfolio])
    await decide(desk, ready.listings, 'counterfeit')
    const unknown = await enforce(desk, { listings: ready.listings })
    expect(unknown.content.recipients).toEqual([])
    const input = { organisation: market.slug, marketplaces: ['pasar'] }
    const operator = { kind: 'operator', id: 'test' } as const
    await asOperator(desk.store, (handle) => bindMarketplaces({ handle, actor: operator, input }))
    const { id, content, view, leftOut, requested } = await enforce(desk, { case: ready.case })
    expect([leftOut, requested, view.case]).toEqual([[], [], ready.case])
    expect(content).toMatchObject({
      ground: 'counterfeit',
      claim: ready.claim,
      territory: ['DE'],
      classes: [18, 25],
      signatory: desk.admin.id,
      goodFaith: true,
      recipients: [{ by: 'inside', organisation: market.slug }],
    })
    expect(content.contact).toMatch(/^mirela\.torvund-/)
    for (const [place, item] of content.items.entries()) {
      expect(item).toMatchObject({
        reasons: 'The title of the listing says “replica 1:1”.',
        evidence: [{ kind: 'holder-statement' }],
      })
      expect(ready.captures).toContain(item.capture)
      expect(item.listing).toBe(view.listings[place]?.listing)
    }
    // Not a word about price or what else the seller offers.
    const { text } = await desk.as(desk.admin, (handle) =>
      previewNotice({ handle, actor: desk.admin, input: { id, now: desk.now } }),
    )
    expect(text).not.toMatch(/price|brands of|seller/i)
    expect((await desk.check(id)).refusals).toEqual([])
    expect((await desk.send(id)).state).toBe('sent')
    // A draft about nothing else names them all the same, and is held back as a repeat.
    const again = await enforce(desk, { listings: ready.listings })
    expect(codes((await desk.check(again.id)).refusals)).toContain('duplicate')
    await asOperator(desk.store, (handle) =>
      bindMarketplaces({ handle, actor: operator, input: { ...input, marketplaces: [] } }),
    )
  })

  test('without a case one is opened; one with the listings is used again; a missing capture is requested', async () => {
    const ready = await desk.ready()
    const brand = `brand-${randomUUID().slice(0, 8)}`
    await newStandingClaim(desk.store, 'house-a', brand, { number: '018000010' })
    const bare = (id: string, seller: string) => ({
      listing: {
        id,
        marketplace: 'pasar',
        url: `https://pasar.example/${id}`,
        title: id,
        seller: { id: seller },
      },
      verdict: 'block' as const,
      brands: [brand],
    })
    const { organisationId } = desk.admin
    const past = [bare(randomUUID().slice(0, 8), 's-1'), bare(randomUUID().slice(0, 8), 's-1')]
    const listings = await fillWeek(desk.store, organisationId, lastMonday(), past)
    await assess(desk, listings, [replica])
    const first = await enforce(desk, { listings })
    expect(first.requested).toHaveLength(2)
    expect(first.content.items.map(({ capture }) => capture)).toEqual(
      expect.arrayContaining(first.requested),
    )
    expect(codes((await desk.check(first.id)).refusals)).toContain('not-sealed')
    const second = await enforce(desk, { listings })
    expect([second.requested, second.case]).toEqual([[], first.case])
    expect((await enforce(desk, { listings: ready.listings })).case).toBe(ready.case)
    // One right for one notice: the other brand’s listing is left out.
    const both = await enforce(desk, { listings: [...listings, ready.listings[0]!] })
    expect(both.leftOut).toEqual([{ listing: ready.listings[0], reason: 'other-brand' }])
  })

  test('goods that the organisation itself decided to be genuine are in no draft', async () => {
    const ready = await desk.ready()
    await assess(desk, ready.listings, [replica])
    await decide(desk, ready.listings.slice(0, 1), 'genuine')
    const { content, leftOut } = await enforce(desk, { listings: ready.listings })
    expect(content.items.map(({ listing }) => listing)).toEqual(ready.listings.slice(1))
    expect(leftOut).toEqual([{ listing: ready.listings[0], reason: 'decided-genuine' }])
  })

  test('a counterfeit notice on wishes, price or portfolio alone is not ready without a fact about the goods', async () => {
    const ready = await desk.ready()
    await assess(desk, ready.listings, [cheap, portfolio, reused])
    await decide(desk, ready.listings, 'counterfeit')
    const { id, content } = await enforce(desk, { listings: ready.listings })
    for (const item of content.items) expect(item).toMatchObject({ evidence: [] })
    const wished = {
      ...content,
      recipients: [{ by: 'file' as const }],
      territory: ['DE'],
      items: content.items.map((item) => ({
        ...item,
        reasons: 'The seller is not on our list.',
        evidence: [
          { kind: 'holder-statement' as const, statement: 'We did not allow this seller.' },
        ],
      })),
    }
    const { admin: actor } = desk
    const write = (expectedVersion: number, next: NoticeContentView) =>
      desk.as(actor, (handle) =>
        changeNotice({ handle, actor, input: { id, expectedVersion, content: next } }),
      )
    await write(1, wished)
    expect(codes((await desk.check(id)).refusals)).toEqual(['goods-fact'])
    await expect(desk.send(id)).rejects.toMatchObject({ code: 'goods-fact-required' })
    await write(2, {
      ...wished,
      items: wished.items.map((item) => ({
        ...item,
        evidence: [
          ...item.evidence,
          { kind: 'comparison', statement: 'The clasp is cast in one piece; ours has two.' },
        ],
      })),
    })
    expect((await desk.check(id)).refusals).toEqual([])
    expect((await desk.send(id)).state).toBe('sent')
  })

  test('a notice to a recipient under an unsupported law is drafted for counsel and never sent', async () => {
    const { admin: actor, analyst } = desk
    const entry = {
      marketplace: 'pasar',
      name: 'Pasar, rights desk',
      email: 'rights@pasar.example',
      regime: null,
      territory: ['DE', 'US'],
    }
    const add = (input: typeof entry & { regime: string | null }, by = actor) =>
      desk.as(by, (handle) => addAddress({ handle, actor: by, input }))
    await expect(add({ ...entry, regime: 'us-dmca' } as never)).rejects.toMatchObject({
      code: 'regime-unknown',
    })
    await expect(add(entry, analyst)).rejects.toMatchObject({ code: 'permission-required' })
    const { id: address } = await add(entry)
    const ready = await desk.ready()
    await assess(desk, ready.listings, [replica])
    await decide(desk, ready.listings, 'counterfeit')
    const { id, content } = await enforce(desk, { listings: ready.listings })
    expect(content).toMatchObject({
      recipients: [{ by: 'email', to: 'rights@pasar.example' }],
      territory: ['DE'],
    })
    const { refusals } = await desk.check(id)
    expect(codes(refusals)).toEqual(['law-not-carried'])
    expect(refusals[0]?.message).toContain('draft for counsel, and nothing is sent')
    await expect(desk.send(id)).rejects.toMatchObject({ code: 'law-not-carried' })
    // Another way out of the same marketplace’s law there is none.
    const file = { ...content, recipients: [{ by: 'file' as const }] }
    await desk.as(actor, (handle) =>
      changeNotice({ handle, actor, input: { id, expectedVersion: 1, content: file } }),
    )
    expect(codes((await desk.check(id)).refusals)).toEqual(['law-not-carried'])
    // Nobody else sees or removes it.
    const { outsider } = desk
    expect(await desk.as(outsider, (handle) => listAddresses({ handle, actor: outsider }))).toEqual(
      [],
    )
    const input = { id: String(address) }
    await expect(
      desk.as(outsider, (handle) => removeAddress({ handle, actor: outsider, input })),
    ).rejects.toMatchObject({ code: 'not-found' })
    await desk.as(actor, (handle) => removeAddress({ handle, actor, input }))
    expect((await desk.check(id)).refusals).toEqual([])
  })

  test('whoever may not sign leaves the signature open; contact comes from the settings', async () => {
    const { admin: actor, analyst } = desk
    const set = (contact: string | null) =>
      desk.as(actor, (handle) =>
        setSettings({
          handle,
          actor,
          input: { secondPerson: false, remindDays: 7, reminders: 2, contact },
        }),
      )
    await set('rights@house-a.example')
    await asOperator(desk.store, (handle) =>
      sql`delete from notice_signatories where person_id = ${analyst.id}::uuid`.execute(handle),
    )
    const ready = await desk.ready()
    await assess(desk, ready.listings, [replica])
    const { content, id } = await enforce(desk, { listings: ready.listings }, analyst)
    expect(content).toMatchObject({ contact: 'rights@house-a.example', goodFaith: false })
    expect(content.signatory).toBeUndefined()
    expect(codes((await desk.check(id)).refusals)).toEqual(
      expect.arrayContaining(['no-signatory', 'good-faith', 'evidence']),
    )
    await set(null)
  })

  test('listings of others, and of no claimed brand, are drafted by nobody', async () => {
    const ready = await desk.ready()
    const { outsider } = desk
    const foreign = enforce(desk, { listings: ready.listings }, outsider)
    await expect(foreign).rejects.toMatchObject({ code: 'not-found', pointer: '/listings/0' })
    await expect(enforce(desk, { case: ready.case }, outsider)).rejects.toMatchObject({
      code: 'not-found',
      pointer: '/case',
    })
    await expect(enforce(desk, { listings: [randomUUID()] })).rejects.toMatchObject({
      code: 'not-found',
    })
    const past = {
      listing: { id: randomUUID().slice(0, 8), marketplace: 'pasar', title: 'A tote' },
      verdict: 'block' as const,
    }
    const { organisationId } = desk.admin
    const nameless = await fillWeek(desk.store, organisationId, lastMonday(), [past])
    await expect(enforce(desk, { listings: nameless })).rejects.toMatchObject({
      code: 'listing-without-claim',
    })
  })

  test('the history of the listing and of the seller’s other listings is shown, and to no other organisation', async () => {
    const seller = `seller-${randomUUID().slice(0, 8)}`
    const ready = await desk.ready()
    await asOperator(desk.store, async (handle) => {
      const account = randomUUID()
      await sql`
        insert into seller_accounts (id, organisation_id, marketplace, seller_hash, seller_id,
          first_seen_at, last_seen_at)
        values (${account}::uuid, ${desk.admin.organisationId}::uuid, 'pasar',
          sha256(convert_to(${seller}, 'UTF8')), ${seller}, now(), now())`.execute(handle)
      await sql`
        update listings set seller_account_id = ${account}::uuid
        where id = any (${ready.listings}::uuid[])`.execute(handle)
    })
    const [one, other] = ready.listings as [string, string]
    const only = desk.content(ready).items.slice(0, 1)
    const first = await desk.draft(ready, { items: only })
    await desk.send(first.id)
    const ask = (of: object, actor = desk.analyst) =>
      desk.as(actor, (handle) =>
        listNoticeHistory({ handle, actor, input: { ...of, now: desk.now } }),
      )
    expect(await ask({ listing: one })).toMatchObject([
      { kind: 'sent', about: 'listing', notice: first.id, stops: true },
    ])
    expect(await ask({ listing: other })).toMatchObject([
      { kind: 'sent', about: 'seller', notice: first.id, stops: false },
    ])
    await desk.withdraw(first.id, 'The seller has shown an invoice.')
    const told = await ask({ case: ready.case })
    expect(told.find(({ kind }) => kind === 'withdrawn')).toMatchObject({
      cause: 'mistaken',
      reason: 'The seller has shown an invoice.',
      stops: true,
    })
    const next = await desk.draft(ready, { items: only })
    expect((await ask({ notice: next.id })).map(({ notice }) => notice)).not.toContain(next.id)
    expect(await ask({ listing: one }, desk.outsider)).toEqual([])
    await expect(ask({ case: ready.case }, desk.outsider)).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(ask({})).rejects.toMatchObject({ code: 'validation-failed' })
  })
}
