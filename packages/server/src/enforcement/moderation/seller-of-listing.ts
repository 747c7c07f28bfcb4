import type { StatementOfReasons } from '@touchstone/contract'
import type { ReceivedNoticeRow } from './repository.ts'

/** Who listings it, with every detail that no public record may hold. */
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

/** Who sells by a listing, as buyers are told: its name, else the number under which the house has it. */
export function traderOf(listing: Record<string, unknown> | undefined): string | undefined {
  const { name, id } = (listing?.['seller'] ?? {}) as { name?: unknown; id?: unknown }
  return [name, id].find((one): one is string => typeof one === 'string' && one !== '')
}

/** Details of both sides that no public record may hold; of the seller alone where no notice led to it. */
export function partyDetailsOf(
  received: Pick<ReceivedNoticeRow, 'fromOrganisation' | 'notice'> | undefined,
  listing: Record<string, unknown> | undefined,
  statement: StatementOfReasons,
): string[] {
  const { details } = sellerOf(listing)
  if (received === undefined) return details.filter((one) => one !== '')
  const { name, email, right } = received.notice
  const disclosed = statement.notifier !== undefined
  // A holder's own name often is the mark: a company is no person.
  const isPerson = received.fromOrganisation === null && name !== right?.holder && !disclosed
  return [...details, email ?? '', isPerson ? (name ?? '') : ''].filter((one) => one !== '')
}
