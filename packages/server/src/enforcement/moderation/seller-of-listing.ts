import type { StatementOfReasons } from '@touchstone/contract'
import type { ReceivedNoticeRow } from './repository.ts'

/** The seller, with all details that no public record may contain. */
export function sellerOf(listing: Record<string, unknown> | undefined): {
  id: string | undefined
  details: string[]
} {
  const seller = (listing?.['seller'] ?? {}) as {
    id?: unknown
    name?: unknown
    identifiers?: { value?: unknown }[]
  }
  const values = [seller.id, seller.name, ...(seller.identifiers ?? []).map(({ value }) => value)]
  return {
    id: typeof seller.id === 'string' ? seller.id : undefined,
    details: values.filter((one) => typeof one === 'string'),
  }
}

/** The seller as named to buyers: by name, else by the marketplace's number. */
export function traderOf(listing: Record<string, unknown> | undefined): string | undefined {
  const { name, id } = (listing?.['seller'] ?? {}) as { name?: unknown; id?: unknown }
  return [name, id].find((one): one is string => typeof one === 'string' && one !== '')
}

/** Details of both parties that no public record may contain; without a notice, only the seller's. */
export function partyDetailsOf(
  received: Pick<ReceivedNoticeRow, 'fromOrganisation' | 'notice'> | undefined,
  listing: Record<string, unknown> | undefined,
  statement: StatementOfReasons,
): string[] {
  const { details } = sellerOf(listing)
  if (received === undefined) return details.filter((one) => one !== '')
  const { name, email, right } = received.notice
  const disclosed = statement.notifier !== undefined
  // A rights holder's own name often is the trademark: a company is not a person.
  const isPerson = received.fromOrganisation === null && name !== right?.holder && !disclosed
  return [...details, email ?? '', isPerson ? (name ?? '') : ''].filter((one) => one !== '')
}
