import type { Actor } from '../../access/organisations/index.ts'
import { addressHashOf, normaliseUrl } from '../../listings/ingest/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import {
  findOwnListings,
  searchOwnListings,
  type OwnListingRow,
  type ReceivedNoticeRow,
} from './repository.ts'
import { requireReader } from './settings.ts'
import { candidateIds } from './types.ts'

export type CandidateListing = {
  listing: string
  title: string | null
  id: string
  isExactAddress: boolean
}

const mostCandidates = 5
const mostFound = 20

/** Listings that an item may be about: those at its exact address, else those of its numbers. */
export async function candidatesOf(
  handle: Transaction,
  { organisationId, notice }: ReceivedNoticeRow,
  position: number,
): Promise<CandidateListing[]> {
  const { urls = [], identifiers = [] } = notice.items?.[position] ?? {}
  const found = await listingsAt(handle, organisationId, { urls, identifiers })
  return found.slice(0, mostCandidates)
}

/** Own listings at an address, with an ID, or else with words in their title. */
export async function findCandidateListings({
  handle,
  actor,
  input: { search },
}: {
  handle: Transaction
  actor: Actor
  input: { search: string }
}): Promise<CandidateListing[]> {
  const { organisationId } = requireReader(actor)
  const words = search.trim()
  const exact = await listingsAt(handle, organisationId, { urls: [words], identifiers: [words] })
  if (exact.length > 0) return exact.slice(0, mostFound)
  const found = await searchOwnListings(handle, organisationId, { words, limit: mostFound })
  return found.map((one) => toCandidate(one, new Set()))
}

async function listingsAt(
  handle: Transaction,
  organisationId: string,
  { urls, identifiers }: { urls: readonly string[]; identifiers: readonly string[] },
): Promise<CandidateListing[]> {
  const found = await findOwnListings(handle, organisationId, {
    externalIds: candidateIds({ urls, identifiers }),
    addresses: urls.flatMap((url) => addressHashOf(url) ?? []),
  })
  const named = new Set(urls.map(normaliseUrl))
  const candidates = found.map((one) => toCandidate(one, named))
  const exact = candidates.filter(({ isExactAddress }) => isExactAddress)
  return exact.length > 0 ? exact : candidates
}

function toCandidate(
  { id: listing, externalId: id, listing: { title, url } }: OwnListingRow,
  named: ReadonlySet<string>,
): CandidateListing {
  return {
    listing,
    title: typeof title === 'string' ? title : null,
    id,
    isExactAddress: typeof url === 'string' && named.has(normaliseUrl(url)),
  }
}
