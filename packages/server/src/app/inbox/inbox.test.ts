import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  asOperator,
  newClaim,
  newOrganisation,
  newStandingClaim,
  operatorContext,
} from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { restrictByMachine } from '../../../test/restrict-listing.ts'
import { Browser, newMember } from '../../../test/users.ts'
import { sweepDeadlines } from '../../enforcement/proceedings/index.ts'
import { noOrganisation } from '../../access/organisations/index.ts'
import { readOperatorInbox } from './read-inbox.ts'
import { bodyOf, hour, idsOf, InboxFixture } from './test/inbox-fixture.ts'
import { noticeTests } from './test/notice-tests.ts'

onOneEngine((engine) => {
  let fixture: InboxFixture
  beforeAll(async () => {
    fixture = await InboxFixture.open(engine)
  })
  afterAll(() => fixture?.close())

  test('findings without a decision wait for those who decide, as the queue lists them', async () => {
    const { people, ready } = fixture
    for (const who of [people.ada, people.dewi]) {
      const found = await fixture.waiting(who, 'finding')
      const listed = await fixture.listed(who, '/api/v1/listings?verdict=block&decided=false')
      expect(idsOf(found)).toEqual(listed.toSorted())
      expect(idsOf(found)).toEqual(ready.listings.toSorted())
      expect(found[0]).toMatchObject({
        urgency: 'new',
        title: expect.stringContaining('replica 1:1') as string,
        detail: 'block',
        marketplace: 'pasar',
        path: `/listings/${found[0]!.id}`,
      })
    }
    expect((await fixture.inbox(people.hana)).counts).toEqual([])
    expect((await fixture.inbox(people.vera)).counts).toEqual([])
  })

  test('a finding says of what: its picture, its seller unless private, and its strongest signal', async () => {
    const { otto } = fixture.people
    const post = async (id: string, seller: object): Promise<string> => {
      const title = 'Gucci bag replica 1:1 mirror quality, box included'
      const listing = { id, marketplace: 'bazaar', title, brand: 'Gucci', seller }
      return (await bodyOf(otto.post('/api/v1/listings', listing)))['id'] as string
    }
    const trader = await post('strap-1', { id: 'S-1', name: 'Bag Corner', type: 'trader' })
    const someone = await post('strap-2', { id: 'S-2', name: 'Wilma Anders', type: 'private' })
    const found = await fixture.waiting(otto, 'finding')
    expect(found).toMatchObject([
      { id: someone, listing: someone, brand: 'Gucci', seller: null },
      { id: trader, listing: trader, brand: 'Gucci', seller: 'Bag Corner' },
    ])
    const { assessment } = await bodyOf(otto.get(`/api/v1/listings/${trader}`))
    const { signals } = assessment as { signals: { code: string; weight: number }[] }
    const strongest = Math.max(...signals.map(({ weight }) => weight))
    expect(signals).toContainEqual(
      expect.objectContaining({ code: found[1]!.signal, weight: strongest }),
    )
  })

  test('a proposed decision waits for everybody but its author', async () => {
    const { people, ready } = fixture
    const { ada, dewi } = people
    const rules = { secondPerson: ['genuine'] }
    await bodyOf(ada.ask('PUT', '/api/v1/decision-rules', rules))
    const [id] = ready.listings
    await bodyOf(dewi.post('/api/v1/decisions', { id, verdict: 'genuine' }))
    const [found, ...rest] = await fixture.waiting(ada, 'decision-approval')
    expect(rest).toEqual([])
    expect(found).toMatchObject({ from: 'dewi', listing: id, path: `/listings/${id}` })
    expect(found!.detail).toBe('genuine')
    const listed = await fixture.listed(ada, '/api/v1/proposed-decisions?state=proposed')
    expect([found!.id]).toEqual(listed)
    expect(await fixture.waiting(dewi, 'decision-approval')).toEqual([])
    await bodyOf(
      ada.post(`/api/v1/proposed-decisions/${found!.id}/actions`, {
        action: { type: 'reject', note: 'The model does not exist.' },
      }),
    )
    expect(await fixture.waiting(ada, 'decision-approval')).toEqual([])
  })

  noticeTests(() => fixture)

  test('an appeal waits for those who review, but not for who decided first', async () => {
    const { otto, rhea, ana } = fixture.people
    const { clock, app } = fixture
    const seller = { marketplace: 'bazaar', id: 'S-77' }
    const { id: listing } = await bodyOf(
      otto.post('/api/v1/listings', {
        id: 'belt',
        title: 'Belt, brown',
        seller: { id: 'S-77' },
        marketplace: 'bazaar',
      }),
    )
    const { id: proceeding } = await bodyOf(
      otto.post('/api/v1/proceedings', {
        title: 'Belts',
        listing,
        regime: 'eu-dsa',
        profile: { tier: 'marketplace', sizeClass: 'other' },
      }),
    )
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Brussels' }).format(clock.now)
    await restrictByMachine(otto, proceeding as string, day, { role: 'moderator' })
    const wish = { proceeding, seller, ownChannel: 'Seller centre' }
    const { url } = await bodyOf(otto.post('/api/v1/appeal-links', wish))
    const visitor = new Browser(app, '198.51.100.7')
    const token = (url as string).split('#')[1]
    const { link } = await bodyOf(visitor.post('/api/v1/seller/session', { token }))
    await bodyOf(
      visitor.post(`/api/v1/seller/appeal-links/${link as string}/submissions`, {
        words: 'Bought from Norvik Trading.',
        locale: 'de',
        documents: [],
      }),
    )
    const found = await fixture.waiting(rhea, 'appeal')
    expect(idsOf(found)).toEqual(await fixture.listed(rhea, '/api/v1/appeals?state=open'))
    expect(found).toMatchObject([{ title: 'Belt, brown', listing, from: null, action: null }])
    expect(found[0]!.until).not.toBeNull()
    expect(JSON.stringify(await fixture.inbox(rhea))).not.toContain('S-77')
    for (const who of [otto, ana]) expect(await fixture.waiting(who, 'appeal')).toEqual([])
    // The complaint is no deadline beside it.
    const deadlines = (await fixture.waiting(rhea, 'deadline')).map(({ detail }) => detail)
    expect(deadlines).not.toContain('Decide on the complaint')
  })

  test('a deadline of a proceeding waits from a week before, and is overdue until something is done', async () => {
    const { otto, rhea } = fixture.people
    const { id: proceeding } = await bodyOf(
      otto.post('/api/v1/proceedings', {
        title: 'Own initiative',
        regime: 'eu-dsa',
        profile: { tier: 'marketplace', sizeClass: 'other' },
      }),
    )
    const open = { type: 'open', id: 'r1', workflow: 'restriction', role: 'moderator' }
    const fields = { source: 'own-initiative', byOrder: false }
    const path = `/api/v1/proceedings/${proceeding as string}`
    await bodyOf(otto.post(`${path}/actions`, { action: { ...open, fields } }))
    const { items } = await bodyOf(rhea.get('/api/v1/deadlines'))
    const running = (items as { proceeding: string; dueAt: string }[]).filter(
      (one) => one.proceeding === proceeding,
    )
    const own = async (at: number) =>
      (await fixture.itemsAt(rhea, at)).filter(
        ({ kind, path: to }) =>
          kind === 'deadline' && to === `/proceedings/${proceeding as string}`,
      )
    const due = Date.parse(running[0]!.dueAt)
    expect(await own(due - 8 * 24 * hour)).toEqual([])
    expect(await own(due - hour)).toMatchObject([
      { title: 'Own initiative', detail: 'Impose or drop the restriction', urgency: 'soon' },
    ])
    await sweepDeadlines(fixture.store, () => new Date(due + hour))
    expect(await own(due + 2 * hour)).toMatchObject([{ urgency: 'overdue' }])
    const drop = { type: 'transition', id: 'r1', transition: 'drop', role: 'moderator' }
    const reason = { dropReason: 'It is genuine.' }
    await bodyOf(otto.post(`${path}/actions`, { action: { ...drop, fields: reason } }))
    expect(await own(due + 3 * hour)).toEqual([])
  })

  test('a proof that a seller sent waits for those who review', async () => {
    const { otto, rhea, ana } = fixture.people
    const { id: listing } = await bodyOf(
      otto.post('/api/v1/listings', {
        id: 'bag',
        title: 'Velmoraq bag',
        seller: { id: 'S-80' },
        marketplace: 'bazaar',
      }),
    )
    await bodyOf(
      otto.ask('PUT', '/api/v1/catalog/brands/velmoraq', { id: 'velmoraq', name: 'Velmoraq' }),
    )
    const { id: proofRequest } = await bodyOf(
      ana.post('/api/v1/proof-requests', {
        listing,
        brand: 'velmoraq',
        reason: 'The price is far below.',
        accepts: ['invoice'],
        days: 7,
      }),
    )
    expect(await fixture.waiting(rhea, 'proof-submission')).toEqual([])
    const wish = {
      proofRequest,
      seller: { marketplace: 'bazaar', id: 'S-80' },
      ownChannel: 'Seller centre',
    }
    const { url } = await bodyOf(otto.post('/api/v1/appeal-links', wish))
    const visitor = new Browser(fixture.app, '198.51.100.8')
    const token = (url as string).split('#')[1]
    const { link } = await bodyOf(visitor.post('/api/v1/seller/session', { token }))
    await bodyOf(
      visitor.post(`/api/v1/seller/appeal-links/${link as string}/submissions`, {
        words: 'An invoice.',
        locale: 'de',
        documents: [],
      }),
    )
    const found = await fixture.waiting(rhea, 'proof-submission')
    expect(idsOf(found)).toEqual(
      await fixture.listed(rhea, '/api/v1/proof-requests?state=submitted'),
    )
    expect(found).toMatchObject([{ title: 'Velmoraq bag', brand: 'Velmoraq' }])
    expect(await fixture.waiting(ana, 'proof-submission')).toEqual([])
  })

  test('a case waits once it is due, for its assignee, or for anyone while it has none', async () => {
    const { people, clock, ready } = fixture
    const { ada, dewi, hana } = people
    const open = (title: string) =>
      bodyOf(ada.post('/api/v1/cases', { title, about: 'seller', listings: ready.listings }))
    const act = (id: unknown, action: object) =>
      bodyOf(ada.post(`/api/v1/cases/${id as string}/actions`, { action }))
    const due = (hours: number) => new Date(clock.now + hours * hour).toISOString()
    const { id: mine } = await open('Mine')
    await act(mine, { type: 'assign', to: fixture.signatory })
    await act(mine, { type: 'set-due', due: due(-1) })
    const { id: free } = await open('Free')
    await act(free, { type: 'set-due', due: due(100) })
    const { id: later } = await open('Later')
    await act(later, { type: 'assign', to: fixture.signatory })
    await act(later, { type: 'set-due', due: due(24 * 30) })
    const found = await fixture.waiting(ada, 'case-due')
    expect(found).toMatchObject([
      { id: mine, title: 'Mine', urgency: 'overdue', action: null },
      {
        id: free,
        title: 'Free',
        urgency: 'open',
        action: 'assign',
        path: `/cases/${free as string}`,
      },
    ])
    expect(ready.listings).toContain(found[0]!.listing)
    expect(await fixture.waiting(dewi, 'case-due')).toMatchObject([{ id: free, action: 'assign' }])
    expect(await fixture.waiting(hana, 'case-due')).toEqual([])
    await bodyOf(
      dewi.post(`/api/v1/cases/${free as string}/actions`, {
        action: { type: 'assign', to: await personOf(dewi) },
        expectedVersion: found[1]!.version,
      }),
    )
    expect(await fixture.waiting(ada, 'case-due')).toMatchObject([{ id: mine }])
  })

  test('a failed capture waits until another of its page is requested, or it is handled', async () => {
    const { people, clock } = fixture
    const { ada, dewi } = people
    const at = new Date(clock.now)
    const url = 'https://pasar.example/failed'
    const failed = await fixture.failedCapture(url, at)
    await fixture.failedCapture('https://pasar.example/old', new Date(clock.now - 31 * 24 * hour))
    const handled = await fixture.failedCapture('https://pasar.example/handled', at)
    const found = await fixture.waiting(dewi, 'failed-capture')
    expect(idsOf(found)).toEqual([failed, handled].toSorted())
    expect(found[0]).toMatchObject({ detail: 'The page did not respond.', action: 'capture-again' })
    await bodyOf(ada.post('/api/v1/inbox/handled-items', { kind: 'failed-capture', id: handled }))
    expect(idsOf(await fixture.waiting(dewi, 'failed-capture'))).toEqual([failed])
    await bodyOf(dewi.post('/api/v1/captures', { url, reason: 'Once more' }))
    expect(await fixture.waiting(dewi, 'failed-capture')).toEqual([])
  })

  test('a webhook that fails, and steps of the setup, wait for admins', async () => {
    const { ada, dewi, otto } = fixture.people
    const { id } = await bodyOf(
      ada.post('/api/v1/webhooks', {
        url: 'https://hooks.house-a.example/secret-path',
        types: ['decision.recorded'],
      }),
    )
    expect(await fixture.waiting(ada, 'failing-webhook')).toEqual([])
    await asOperator(fixture.store, (handle) =>
      sql`update webhooks set failing_since = now() where id = ${id as string}::uuid`.execute(
        handle,
      ),
    )
    expect(await fixture.waiting(ada, 'failing-webhook')).toMatchObject([
      { id, title: 'hooks.house-a.example', detail: 'retrying', path: `/webhooks/${id as string}` },
    ])
    expect(await fixture.waiting(dewi, 'failing-webhook')).toEqual([])
    const steps = (await fixture.waiting(ada, 'setup')).map(({ detail }) => detail)
    expect(steps).toEqual(['add-catalog'])
    expect(await fixture.waiting(otto, 'setup')).toEqual([])
  })

  test('counsel reviews the rules of notices, and others record the review of their counsel', async () => {
    const { app, store } = fixture
    for (const [slug, kind, step] of [
      ['firm', 'counsel', 'review-regime'],
      ['maison', 'rights-holder', 'approve-regime'],
    ] as const) {
      await newOrganisation(store, slug, { kind })
      const powerOfAttorney = {
        document: { reference: 'file 7' },
        validFrom: '2020-01-01',
        validTo: '9999-01-01',
      }
      const more = kind === 'counsel' ? { basis: 'agent', powerOfAttorney } : {}
      await newStandingClaim(store, slug, `brand-of-${slug}`, more)
      const admin = await newMember(app, store, slug, `lea@${slug}.example`)
      const steps = (await fixture.waiting(admin, 'setup')).map(({ detail }) => detail)
      expect(steps).toContain(step)
    }
  })

  test('a claim waits for the authority that decides on it, and for the operator', async () => {
    const { people, store } = fixture
    await newClaim(store, 'house-a', 'apple')
    expect(await fixture.waiting(people.vera, 'claim-decision')).toEqual([])
    await asOperator(store, (handle) =>
      sql`insert into claim_approvers (organisation_id)
        select id from organisations where slug = 'customs'`.execute(handle),
    )
    const found = await fixture.waiting(people.vera, 'claim-decision')
    expect(found).toMatchObject([{ brand: 'Apple', from: 'Velmoraq', detail: 'pending' }])
    expect(idsOf(found)).toEqual(await fixture.listed(people.vera, '/api/v1/claims?state=pending'))
    const actor = {
      kind: 'person',
      id: randomUUID(),
      organisationId: noOrganisation,
      roles: [],
      installationAdmin: true,
      lacks: null,
    } as const
    const asked = { actor, now: new Date(), limit: 10, queues: [] }
    const all = await store.transact(operatorContext, (handle) => readOperatorInbox(handle, asked))
    expect(all['claim-decision']?.rows.map(({ path }) => path)).toEqual([
      `/operator/claims/${found[0]!.id}`,
    ])
    expect(all['failing-webhook']?.rows).toMatchObject([{ from: 'Velmoraq' }])
    const steps = all.setup?.rows.map(({ title, detail }) => [title, detail])
    expect(steps).toEqual([])
  })

  test('an appeal is as late after the sweep has ended its deadline as before', async () => {
    const { rhea } = fixture.people
    const { until } = (await fixture.waiting(rhea, 'appeal'))[0]!
    const due = Date.parse(until!)
    await sweepDeadlines(fixture.store, () => new Date(due + hour))
    expect(await fixture.urgencies(rhea, 'appeal', due + 2 * hour)).toEqual(['overdue'])
  })

  test('counts are those of the items, whatever the limit', async () => {
    const { ada } = fixture.people
    const { items, counts } = await fixture.inbox(ada, 1)
    expect(await fixture.counts(ada)).toEqual(counts)
    expect(new Set(items.map(({ kind }) => kind)).size).toBe(items.length)
    expect(counts.find(({ kind }) => kind === 'finding')).toMatchObject({ count: 2, more: false })
  })
})

async function personOf(who: Browser): Promise<string> {
  const { person } = await bodyOf(who.get('/api/v1/session'))
  return (person as { id: string }).id
}
