import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import {
  asOperator,
  newKey,
  newOrganisation,
  newStandingClaim,
  tenantContext,
} from '../../../../test/builders.ts'
import type { TestEngine } from '../../../../test/engines.ts'
import { Browser, newApi, newClock, newMember, type Answer } from '../../../../test/users.ts'
import { restrictByMachine } from '../../../../test/restrict-listing.ts'
import { openStore, type Transaction } from '../../../platform/db/index.ts'
import { sealerOf } from '../../../platform/encryption/index.ts'
import { pdf } from '../../../../test/document-files.ts'

export const day = 86_400_000
export const seller = { marketplace: 'bazaar', id: 'S-77' }
export const ownChannel = 'Seller centre → Messages'
/** Text that no notifier may ever read. */
export const secret = 'Wholesale price 12.40, from Norvik Trading'

/** A browser that opened a link. */
export type Visitor = Browser & { link: string }
type Minted = { link: { id: string }; url: string; text: string; reviewed: boolean }

export async function readResponse(answer: Promise<Answer>): Promise<Record<string, unknown>> {
  const { status, body } = await answer
  if (status >= 300) throw Object.assign(new Error(JSON.stringify(body)), body)
  return body
}

export const invoice = () => ({
  name: 'C:\\bills\\in‮voice.pdf',
  content: pdf('Norvik Trading').toString('base64'),
})

export const decision = (outcome: string, more: object = {}) => ({
  outcome,
  reasons: 'The invoice names the goods.',
  qualification: 'Lawyer',
  summary: 'Proof of purchase in the trade was shown.',
  ...more,
})

export type AppealsFixture = Awaited<ReturnType<typeof openAppealsFixture>>

/** A marketplace with members and listings, and the actions of its sellers and members. */
export async function openAppealsFixture(
  engine: TestEngine,
  { sendsMail = false }: { sendsMail?: boolean } = {},
) {
  const clock = newClock()
  const store = await openStore(await engine.newStore())
  const sealer = sealerOf(randomBytes(32))
  const app = newApi(store, clock, { sealer }, { sendsMail })
  const market = (await newOrganisation(store, 'market-a', { name: 'Harbour Bazaar' })).id
  const brandOwner = (await newOrganisation(store, 'house-a', { kind: 'rights-holder' })).id
  await newStandingClaim(store, 'house-a', 'velmoraq')
  const scopes = ['listings:read', 'listings:write', 'catalog:write'] as const
  const key = (await newKey(store, 'market-a', [...scopes])).text
  const authorization = `Bearer ${key}`
  await app.inject({
    method: 'PUT',
    url: '/api/v1/catalog/brands/velmoraq',
    headers: { authorization },
    payload: { id: 'velmoraq', name: 'Velmoraq' },
  })
  const member = (name: string, roles: string[]) =>
    newMember(app, store, 'market-a', `${name}@market-a.example`, { roles })
  const moderator = await member('mo', ['admin'])
  const reviewer = await member('rhea', ['reviewer'])
  const analyst = await member('ana', ['analyst'])

  /** Moves time forward and signs the members in again. */
  async function pass(milliseconds: number): Promise<void> {
    clock.pass(milliseconds)
    for (const [name, browser] of Object.entries({ mo: moderator, rhea: reviewer, ana: analyst })) {
      browser.cookies.clear()
      await readResponse(browser.signIn(`${name}@market-a.example`))
    }
  }

  const today = (): string =>
    new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Brussels' }).format(clock.now)
  const asMarket = <T>(work: (handle: Transaction) => Promise<T>): Promise<T> =>
    store.transact(tenantContext(market), work)

  async function newListing(sellerId = seller.id): Promise<string> {
    const id = randomUUID()
    const content = {
      id,
      marketplace: seller.marketplace,
      title: 'Belt, brown',
      seller: { id: sellerId, name: 'Belts & Co' },
      url: `https://bazaar.example/${id}`,
    }
    const response = await app.inject({
      method: 'POST',
      url: '/api/v1/listings',
      payload: content,
      headers: { authorization },
    })
    return response.json<{ id: string }>().id
  }

  /** A restriction imposed by the moderator with its statement sent, so that the complaint window is open. */
  async function restricted(): Promise<string> {
    const { id } = await readResponse(
      moderator.post('/api/v1/proceedings', {
        title: 'Belts',
        listing: await newListing(),
        regime: 'eu-dsa',
        profile: { tier: 'marketplace', sizeClass: 'other' },
      }),
    )
    await restrictByMachine(moderator, id as string, today(), { role: 'moderator' })
    return id as string
  }

  async function mint(about: object, more: object = {}): Promise<Minted & { token: string }> {
    const linkInput = { ...about, seller, ownChannel, ...more }
    const made = (await readResponse(moderator.post('/api/v1/appeal-links', linkInput))) as Minted
    return { ...made, token: made.url.split('#')[1]! }
  }

  /** A browser in which the link was opened. */
  async function opened({ token }: { token: string }): Promise<Visitor> {
    const browser = new Browser(app, '198.51.100.7')
    const { link } = await readResponse(browser.post('/api/v1/seller/session', { token }))
    return Object.assign(browser, { link: link as string })
  }

  const pageOf = (visitor: Visitor) =>
    readResponse(visitor.get(`/api/v1/seller/appeal-links/${visitor.link}`))
  const answer = (visitor: Visitor, documents: object[] = [], words = secret) => {
    // Among appeals with equal times, the list does not define an order.
    clock.pass(1)
    return visitor.post(`/api/v1/seller/appeal-links/${visitor.link}/submissions`, {
      words,
      locale: 'de',
      documents,
    })
  }

  async function latestAppeal(): Promise<string> {
    const { items } = await readResponse(reviewer.get('/api/v1/appeals'))
    return (items as { id: string }[])[0]!.id
  }

  async function logged(action: string): Promise<number> {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ n: number }>`
        select count(*)::int as n from audit_events where action = ${action}`.execute(handle),
    )
    return rows[0]!.n
  }

  return {
    app,
    store,
    clock,
    sealer,
    market,
    brandOwner,
    moderator,
    reviewer,
    analyst,
    pass,
    today,
    asMarket,
    newListing,
    restricted,
    mint,
    opened,
    pageOf,
    answer,
    latestAppeal,
    logged,
    close: async () => {
      await app.close()
      await store.close()
    },
  }
}
