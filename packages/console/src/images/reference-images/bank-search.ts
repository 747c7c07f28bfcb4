import type { ImageBank, ReferenceImageView } from '@touchstone/contract'

/** Repeats the contract's values, so that the page need not load its schemas. */
export const banks = ['official', 'known-fake', 'seller-photo', 'benign'] satisfies ImageBank[]

/** The most common choice. */
export const mostUsed: ImageBank = 'official'

/** Whether images in this bank belong to a brand. */
export function needsBrand(bank: ImageBank): boolean {
  return bank === 'official' || bank === 'known-fake'
}

export const states = [
  'live',
  'quarantined',
  'unconfirmed',
  'removed',
] satisfies ReferenceImageView['state'][]

export type BankSearch = { bank?: ImageBank; state?: ReferenceImageView['state'] }

/** Reads the filters from an address. */
export function readBankSearch(search: Record<string, unknown>): BankSearch {
  const bank = banks.find((one) => one === search['bank'])
  const state = states.find((one) => one === search['state'])
  return { ...(bank && { bank }), ...(state && { state }) }
}
