import type { Verdict } from '@touchstone/contract'
import { verdictOrder } from '../surface/index.ts'

/** Which offers the queue shows; all of it stands in the address. */
export type Filters = { verdict?: Verdict; brand?: string; marketplace?: string }

export type QueueSearch = Filters & {
  /** The offer that is looked at. */
  offer?: string
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Reads the queue's part of an address; what is none of its values is left out. */
export function readQueueSearch(search: Record<string, unknown>): QueueSearch {
  const read = {
    verdict: verdictOrder.find((verdict) => verdict === search['verdict']),
    brand: text(search['brand']),
    marketplace: text(search['marketplace']),
    offer: text(search['offer']),
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

export function filtersOf({ verdict, brand, marketplace }: QueueSearch): Filters {
  return {
    ...(verdict && { verdict }),
    ...(brand !== undefined && { brand }),
    ...(marketplace !== undefined && { marketplace }),
  }
}
