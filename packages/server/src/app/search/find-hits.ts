import type { SearchHitView } from '@touchstone/contract'
import { marketplaceNamer } from '../../access/marketplace-names/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import { viewerOf } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { listAccounts } from '../../sellers/seller-profiles/index.ts'
import { maySearch } from './policy.ts'
import { findBrands, findCases, findListings, findNotices } from './repository.ts'

/** What the actor may see and a text finds, by kind. */
export async function findHits(options: {
  handle: Transaction
  actor: Actor
  input: { search: string; limit: number }
}): Promise<SearchHitView[]> {
  const { handle, actor, input } = options
  if (!maySearch(actor)) {
    throw new AppError({
      code: 'permission-required',
      message: 'only members of an organisation search it',
    })
  }
  const query = { ...input, viewer: await viewerOf(handle, actor) }
  const listings = await findListings(handle, query)
  // Reads of private sellers are recorded there.
  const sellers = await listAccounts({
    handle,
    actor,
    input: {
      order: 'last-seen',
      search: input.search,
      marketplace: undefined,
      after: undefined,
      limit: input.limit + 1,
    },
  })
  const cases = await findCases(handle, query)
  const notices = await findNotices(handle, query)
  const brands = await findBrands(handle, query)
  const marketplaceName = await marketplaceNamer(handle, actor.organisationId)
  return [
    ...listings.map(({ id, title, marketplace, externalId }) => ({
      kind: 'listing' as const,
      id,
      title: title.trim() === '' ? externalId : title,
      detail: placeOf(marketplaceName(marketplace), externalId),
    })),
    ...sellers.slice(0, input.limit).map(({ row: { id, marketplace }, shown }) => {
      const [name, seller] = [shown.name, shown.seller].map(textOf)
      return {
        kind: 'seller' as const,
        id,
        title: name ?? seller ?? '',
        detail: placeOf(marketplaceName(marketplace), name == null ? null : (seller ?? null)),
      }
    }),
    ...cases.map(({ id, title, isOpen }) => ({
      kind: 'case' as const,
      id,
      title,
      detail: isOpen ? 'open' : 'closed',
    })),
    ...notices.map(({ id, title, state }) => ({
      kind: 'notice' as const,
      id,
      title,
      detail: state,
    })),
    ...brands.map(({ id, name }) => ({ kind: 'brand' as const, id, title: name, detail: null })),
  ]
}

function placeOf(marketplace: string, id: string | null): string | null {
  const parts = [marketplace, id ?? ''].filter((part) => part !== '')
  return parts.length === 0 ? null : parts.join(' · ')
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
