import type {
  AccountPortfolioView,
  PortfolioFactCode,
  SellerPortfolioView,
} from '@touchstone/contract'
import { brandsOf, type Actor } from '../../access/organisations/index.ts'
import type { BrandNames, Viewer } from '../../brands/visibility/index.ts'
import {
  readVisibleListings,
  viewerOf,
  type ListingView,
  type ReadSellerPriors,
} from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { requireVisibleAccount, type SellerAccountRow } from '../seller-accounts/index.ts'
import { recordPrivateSellers, toIdentityView } from '../seller-profiles/index.ts'
import { mayReadPortfolios } from './policy.ts'
import {
  countOpenPortfolios,
  findPortfolio,
  pageOfFact,
  pageOfPortfolios,
  type FactCursor,
  type PortfolioQuery,
  type PortfolioRow,
  type QueuedPortfolioRow,
} from './repository.ts'

export type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }

export type ListedInput<T> = ServiceInput<T> & {
  names: BrandNames
  /** The engine whose assessments are shown. */
  engine: string
}

type OutgoingPortfolio = Outgoing<SellerPortfolioView>

/** A page of the queue of sellers, with one row more than it shows. */
export async function listPortfolios(
  options: ListedInput<Omit<PortfolioQuery, 'viewer' | 'priors'>> & {
    readPriors: ReadSellerPriors
  },
): Promise<{ row: QueuedPortfolioRow; shown: OutgoingPortfolio }[]> {
  const { handle, actor, names, engine, input, readPriors } = options
  const viewer = await requireReader(handle, actor)
  const { organisationId } = viewer
  const { accounts, priorOf } = await readPriors(handle, { organisationId, only: brandsOf(actor) })
  const priors = accounts.flatMap(({ id: account }) => {
    const prior = priorOf(account)
    return prior === undefined ? [] : [{ account, ...prior }]
  })
  const byAccount = new Map(priors.map(({ account, ...prior }) => [account, prior]))
  const rows = await pageOfPortfolios(handle, { ...input, viewer, priors })
  const page = rows.slice(0, input.limit - 1)
  await recordPrivateSellers(handle, viewer.organisationId, page)
  const ids = page.flatMap(({ examples }) => examples)
  const listings = await readVisibleListings({ handle, actor, names, engine, ids })
  return rows.map((row) => {
    const examples = row.examples.flatMap((id) => {
      const found = listings.get(id)
      return found === undefined ? [] : [{ id, title: found.listing.title }]
    })
    const prior = byAccount.get(row.id)
    const sellerPrior = prior && { ...prior, probability: row.place }
    return {
      row,
      shown: { ...toView(row, viewer), examples, ...(sellerPrior && { sellerPrior }) },
    }
  })
}

type OpenPortfolio = {
  /** The seller's account. */
  id: string
  /** A listing that shows what the facts are about; the seller is not named. */
  listing: string | null
  title: string | null
  marketplace: string
  since: Date
}

/** The open portfolios that come first, and their count. */
export async function readOpenPortfolios(
  options: ListedInput<{ limit: number; countUpTo: number }>,
): Promise<{ count: number; items: OpenPortfolio[] }> {
  const { handle, actor, names, engine, input } = options
  const viewer = await requireReader(handle, actor)
  const count = await countOpenPortfolios(handle, viewer, input.countUpTo)
  if (count === 0) return { count, items: [] }
  const page = {
    state: 'open',
    brand: undefined,
    marketplace: undefined,
    after: undefined,
    // By the portfolios alone; the queue moves those of sellers on whom the organisation decided.
    priors: [],
  } as const
  const rows = await pageOfPortfolios(handle, { ...page, limit: input.limit, viewer })
  const ids = rows.flatMap(({ examples }) => examples.slice(0, 1))
  const listings = await readVisibleListings({ handle, actor, names, engine, ids })
  return {
    count,
    items: rows.map(({ id, marketplace, examples: [first = null], computedAt }) => ({
      id,
      listing: first,
      title: (first === null ? undefined : listings.get(first)?.listing.title) ?? null,
      marketplace,
      since: computedAt,
    })),
  }
}

/** What the listings of one account say together. */
export async function readPortfolio(
  options: ServiceInput<{ id: string }>,
): Promise<Outgoing<AccountPortfolioView>> {
  const { handle, actor, input } = options
  const { viewer, account } = await requireAccount(handle, actor, input.id)
  const row = await findPortfolio(handle, viewer, account.id)
  return { portfolio: row === undefined ? null : toView(row, viewer) }
}

/** The listings behind a fact, with one more than the page shows. */
export async function listFactListings(
  options: ListedInput<{ id: string; fact: PortfolioFactCode; limit: number; after?: FactCursor }>,
): Promise<{ at: Date; id: string; shown: ListingView | undefined }[]> {
  const { handle, actor, names, engine, input } = options
  const { viewer, account } = await requireAccount(handle, actor, input.id)
  const row = await findPortfolio(handle, viewer, account.id)
  const fact = row?.facts.find(({ code }) => code === input.fact)
  if (fact === undefined) return []
  const { limit, after } = input
  const page = await pageOfFact(
    handle,
    { viewer, account },
    { fact, limit, ...(after && { after }) },
  )
  const ids = page.map(({ id }) => id)
  const listings = await readVisibleListings({ handle, actor, names, engine, ids })
  return page.map(({ id, at }) => ({ id, at, shown: listings.get(id) }))
}

/** The account and its reader, recorded where the seller is a private person. */
export async function requireAccount(
  handle: Transaction,
  actor: Actor,
  id: string,
): Promise<{ viewer: Viewer; account: SellerAccountRow }> {
  const viewer = await requireReader(handle, actor)
  const account = await requireVisibleAccount({ handle, actor, id })
  await recordPrivateSellers(handle, viewer.organisationId, [account], account.id)
  return { viewer, account }
}

async function requireReader(handle: Transaction, actor: Actor): Promise<Viewer> {
  if (mayReadPortfolios(actor)) return viewerOf(handle, actor)
  throw new AppError({
    code: 'permission-required',
    message: 'only users of an organisation read portfolios of sellers',
  })
}

function toView(row: PortfolioRow, viewer: Viewer): OutgoingPortfolio {
  const { listings, probability, flagged, standing, counts, facts, brands, computedAt } = row
  const { isExplained, changedSinceExplained } = row
  return {
    seller: toIdentityView(row, viewer),
    listings,
    probability,
    flagged,
    standing,
    counts,
    facts,
    brands,
    examples: [],
    state: isExplained ? 'explained' : 'open',
    changedSinceExplained,
    explanation: explanationOf(row),
    computedAt,
  }
}

function explanationOf({ explanation }: PortfolioRow): OutgoingPortfolio['explanation'] {
  if (explanation === null) return null
  const { reason, note, by, at, until } = explanation
  return { reason, note, by, at: new Date(at), until: new Date(until) }
}
