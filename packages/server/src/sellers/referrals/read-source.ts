import {
  maxReferralAccounts,
  maxReferralListings,
  type ReferralChangesView,
  type ReferralDraft,
} from '@touchstone/contract'
import { sql } from 'kysely'
import { requireVisibleCase } from '../../investigation/cases/index.ts'
import { caseListings } from '../../investigation/cases/queries.ts'
import { listingFacts } from '../../listings/ingest/queries.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { findMembers, requireNetwork } from '../networks/index.ts'
import type { Source, SourceKind, SourceLink, SourceSnapshot } from './types.ts'

export type SourceInput = {
  handle: Transaction
  actor: Actor & { organisationId: string }
  source: { sourceKind: SourceKind; sourceId: string }
  chosen: Pick<ReferralDraft, 'accounts' | 'listings'>
}

/** What the chosen part of a network or case consists of now. */
export async function readSource({
  handle,
  actor,
  source: { sourceKind, sourceId },
  chosen,
}: SourceInput): Promise<Source> {
  const { organisationId } = actor
  const whole =
    sourceKind === 'network'
      ? await readNetworkSource(handle, organisationId, sourceId)
      : await readCaseSource({ handle, actor, id: sourceId })
  const accounts = only(whole.accounts, chosen.accounts)
  requireRoom('accounts', accounts.length, maxReferralAccounts)
  const ofAccounts = await listingsOfAccounts(handle, { organisationId, ...whole, accounts })
  const listings = only(ofAccounts, chosen.listings)
  requireRoom('listings', listings.length, maxReferralListings)
  return {
    accounts,
    listings,
    links: await linksBetween(handle, organisationId, accounts),
    omitted: {
      accounts: missingIn(accounts, whole.accounts),
      listings: missingIn(listings, ofAccounts),
    },
  }
}

type Whole = { accounts: string[]; case?: string }

async function readNetworkSource(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<Whole> {
  const network = await requireNetwork(handle, { organisationId }, { id, at: undefined })
  const limit = maxReferralAccounts * 5 + 1
  const members = await findMembers(handle, network.id, { at: undefined, limit })
  return { accounts: members.map(({ account }) => account).toSorted() }
}

async function readCaseSource({
  handle,
  actor,
  id,
}: {
  handle: Transaction
  actor: Actor
  id: string
}): Promise<Whole> {
  const { id: caseId } = await requireVisibleCase({ handle, actor, id })
  const { rows } = await sql<{ account: string }>`
    select distinct o.seller_account_id as account from ${caseListings} o
    where o.case_id = ${caseId}::uuid and o.seller_account_id is not null
    order by 1`.execute(handle)
  return { accounts: rows.map(({ account }) => account), case: caseId }
}

/**
 * Listings whose personal fields are still stored: of a network the organisation’s own, of a case those in it that
 * row-level security shows to the caller, whoever submitted them.
 */
async function listingsOfAccounts(
  handle: Transaction,
  { organisationId, accounts, case: caseId }: Whole & { organisationId: string },
): Promise<string[]> {
  const chosen =
    caseId === undefined
      ? sql`l.organisation_id = ${organisationId}::uuid`
      : sql`exists (select from ${caseListings} o
          where o.case_id = ${caseId}::uuid and o.listing_id = l.id)`
  const { rows } = await sql<{ id: string }>`
    select l.id from ${listingFacts} l
    where ${chosen} and l.version > 0 and l.redacted_at is null
      and l.seller_account_id = any (${accounts}::uuid[])
    order by l.id`.execute(handle)
  return rows.map(({ id }) => id)
}

/** Links of these accounts with each other. */
async function linksBetween(
  handle: Transaction,
  organisationId: string,
  accounts: readonly string[],
): Promise<SourceLink[]> {
  const { rows } = await sql<SourceLink>`
    select l.account_a as a, l.account_b as b, round(l.probability * 1000)::int4 as probability
    from seller_links l
    where l.organisation_id = ${organisationId}::uuid and l.linked
      and l.account_a = any (${[...accounts]}::uuid[])
      and l.account_b = any (${[...accounts]}::uuid[])
    order by 1, 2`.execute(handle)
  return rows
}

function only(all: readonly string[], chosen: readonly string[] | null): string[] {
  if (chosen === null) return [...all]
  const wanted = new Set(chosen)
  return all.filter((id) => wanted.has(id))
}

function requireRoom(what: 'accounts' | 'listings', count: number, most: number): void {
  if (count <= most) return
  throw new AppError({
    code: 'referral-too-large',
    message: `the source has ${count} ${what}; a referral has at most ${most}: choose them in the draft`,
    pointer: `/draft/${what}`,
  })
}

/** What changed between two moments; null if nothing did. */
export function changesBetween(
  before: SourceSnapshot,
  after: SourceSnapshot,
): ReferralChangesView | null {
  const accounts = {
    joined: missingIn(before.accounts, after.accounts),
    left: missingIn(after.accounts, before.accounts),
  }
  const listings = {
    added: missingIn(before.listings, after.listings).length,
    removed: missingIn(after.listings, before.listings).length,
  }
  const keyOf = ({ a, b }: SourceLink): string => `${a} ${b}`
  const earlier = new Map(before.links.map((link) => [keyOf(link), link.probability]))
  const now = new Map(after.links.map((link) => [keyOf(link), link.probability]))
  const links = {
    added: missingIn([...earlier.keys()], [...now.keys()]).length,
    removed: missingIn([...now.keys()], [...earlier.keys()]).length,
    changed: [...now].filter(([key, probability]) => {
      const was = earlier.get(key)
      return was !== undefined && was !== probability
    }).length,
  }
  const counts = [
    accounts.joined.length,
    accounts.left.length,
    ...Object.values(listings),
    ...Object.values(links),
  ]
  return counts.some((count) => count > 0) ? { accounts, listings, links } : null
}

function missingIn(known: readonly string[], wanted: readonly string[]): string[] {
  const there = new Set(known)
  return wanted.filter((id) => !there.has(id))
}
