import { createHmac, randomBytes } from 'node:crypto'
import type { Listing } from '@touchstone/contract'
import {
  fitSellerModel,
  linkListings,
  readListing,
  SellerListings,
  type Judgement,
  type LinkedSellers,
  type SellerModel,
} from '@touchstone/linkage'
import { sql } from 'kysely'
import { asOperator, newKey, newOrganisation } from '../../../../test/builders.ts'
import { starterEngine } from '../../../../test/starter-engine.ts'
import { starterPackNames } from '../../../brands/visibility/index.ts'
import { ListingIngest } from '../../../listings/ingest/index.ts'
import { screenInProcess } from '../../../listings/screening/index.ts'
import type { Store } from '../../../platform/db/index.ts'
import { sealerOf } from '../../../platform/encryption/index.ts'
import { startLinkUpdates, type LinkUpdates } from '../index.ts'
import { leastProbability, mostLinks, threshold } from '../linked-organisation.ts'

const names = starterPackNames()
const screening = screenInProcess(starterEngine)

/** A store whose accounts are linked as on a server, when a test says so. */
export class LinkedStore {
  readonly store: Store
  readonly sealer = sealerOf(randomBytes(32))
  readonly #intake: ListingIngest
  #updates: LinkUpdates | undefined
  readonly #senders = new Map<string, Parameters<ListingIngest['ingest']>[0]>()

  constructor(store: Store) {
    this.store = store
    this.#intake = new ListingIngest({ store, screening, names: () => names })
  }

  /** The id of a new organisation. */
  async organisation(slug: string, more: Record<string, unknown> = {}): Promise<string> {
    const { id: organisationId } = await newOrganisation(this.store, slug, more)
    await this.resume(organisationId, slug)
    return organisationId
  }

  /** Sends further listings of an organisation that another process made. */
  async resume(organisationId: string, slug: string): Promise<void> {
    const { id } = await newKey(this.store, slug, ['listings:write'])
    this.#senders.set(organisationId, { kind: 'key', id, organisationId, scopes: [] })
  }

  async send(organisationId: string, listings: readonly Listing[]): Promise<void> {
    const sender = this.#senders.get(organisationId)
    if (sender === undefined) throw new Error('an organisation of another store')
    await this.#intake.ingest(sender, [...listings], {})
  }

  /** Another process that links, which looks for work only when asked. */
  linker(onStep?: (step: string) => void): LinkUpdates {
    return startLinkUpdates({
      store: this.store,
      sealer: this.sealer,
      everyMs: 3_600_000,
      leaseMs: 0,
      ...(onStep && { onStep }),
    })
  }

  async settle(): Promise<void> {
    this.#updates ??= this.linker()
    await this.#updates.idle()
  }

  async close(): Promise<void> {
    await this.#updates?.stop()
    await this.#intake.close()
    await this.store.close()
  }
}

export type StoredGraph = {
  links: { a: string; b: string; weight: number; codes: string[] }[]
  /** Accounts of each network, in order. */
  networks: string[][]
  identifiers: { account: string; type: string; field: string; start: number; end: number }[]
  hubs: { type: string; accounts: number }[]
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const inOrder = <T>(rows: readonly T[]): T[] =>
  rows.toSorted((a, b) => compare(JSON.stringify(a), JSON.stringify(b)))

/** What is stored of an organisation’s accounts. */
export async function storedGraph(store: Store, organisationId: string): Promise<StoredGraph> {
  const own = sql`organisation_id = ${organisationId}::uuid`
  return asOperator(store, async (handle) => {
    const { rows: links } = await sql<{
      a: string
      b: string
      weight: number
      reasons: { code: string }[]
    }>`select account_a as a, account_b as b, weight, reasons from seller_links
      where ${own}`.execute(handle)
    const { rows: members } = await sql<{ network: string; account: string }>`
      select network_id as network, seller_account_id as account from network_memberships
      where ${own} and until_at is null`.execute(handle)
    const { rows: identifiers } = await sql<StoredGraph['identifiers'][number]>`
      select seller_account_id as account, type, field, span_start as start, span_end as "end"
      from identifier_occurrences where ${own}`.execute(handle)
    const { rows: hubs } = await sql<StoredGraph['hubs'][number]>`
      select type, accounts from link_hubs where ${own}`.execute(handle)
    return {
      links: inOrder(
        links.map(({ a, b, weight, reasons }) => ({
          a,
          b,
          weight,
          codes: reasons.map(({ code }) => code),
        })),
      ),
      networks: inOrder(
        [...Map.groupBy(members, ({ network }) => network).values()].map((ofNetwork) =>
          ofNetwork.map(({ account }) => account).toSorted(compare),
        ),
      ),
      identifiers: inOrder(identifiers),
      hubs: inOrder(hubs),
    }
  })
}

type StoredListing = { id: string; account: string; content: Listing }

async function marketOf(store: Store, organisationId: string): Promise<SellerListings> {
  const { rows } = await asOperator(store, (handle) =>
    sql<StoredListing>`
      select l.id, l.seller_account_id as account, v.content
      from listings l
      join listing_versions v on v.listing_id = l.id and v.version = l.version
      where l.organisation_id = ${organisationId}::uuid and l.seller_account_id is not null`.execute(
      handle,
    ),
  )
  const market = new SellerListings()
  const seal = (value: string): string => createHmac('sha256', 'cards').update(value).digest('hex')
  for (const { id, account, content } of rows) {
    const read = readListing(content, { seal })
    if (read !== undefined) market.add({ ...read, id, seller: account, marketplace: '' })
  }
  return market
}

/** A model that is fitted to the listings that an organisation has now. */
export async function modelOf(store: Store, organisationId: string): Promise<SellerModel> {
  return fitSellerModel((await marketOf(store, organisationId)).accounts())
}

/** What one run of the pure package finds in the listings that an organisation has now. */
export async function graphAtOnce(
  store: Store,
  organisationId: string,
  { model, judgements = [] }: { model?: SellerModel; judgements?: readonly Judgement[] } = {},
): Promise<StoredGraph> {
  const market = await marketOf(store, organisationId)
  const { linked }: { linked: LinkedSellers } = linkListings(
    market,
    model ?? fitSellerModel(market.accounts()),
    { candidates: mostLinks, threshold, judgements },
  )
  return {
    links: inOrder(
      linked.links
        .filter(({ probability }) => probability >= leastProbability)
        .map(({ a, b, weight, reasons }) => {
          const [one = '', other = ''] = [a, b].toSorted(compare)
          return { a: one, b: other, weight, codes: reasons.map(({ code }) => code) }
        }),
    ),
    networks: inOrder(linked.networks.map(({ sellers }) => sellers.toSorted(compare))),
    identifiers: inOrder(
      linked.identifiers.map(({ seller: account, type, field, start, end }) => ({
        account,
        type,
        field,
        start,
        end,
      })),
    ),
    hubs: inOrder(linked.hubs.map(({ type, accounts }) => ({ type, accounts }))),
  }
}

/** Listings of a seller, who repeats words of their own and a contact. */
export function listingsOf(
  seller: string,
  {
    count = 3,
    words = [seller],
    contact = '',
  }: Partial<{ count: number; words: string[]; contact: string }>,
): Listing[] {
  return Array.from({ length: count }, (_, at): Listing => ({
    id: `${seller}-${at}`,
    marketplace: 'bazaar',
    title: `${words.join(' ')} wooden bowl ${at}`,
    ...(contact !== '' && { description: contact }),
    price: { amount: String(10 + at), currency: 'IDR' },
    images: [{ url: `https://pictures.example/${seller}-${at}.jpg` }],
    seller: { id: seller, country: 'ID' },
  }))
}
