import type { ImageBank, ReferenceImageView } from '@touchstone/contract'

/** As the contract has them: its own list would bring its schemas along. */
export const banks = ['official', 'known-fake', 'seller-photo', 'benign'] satisfies ImageBank[]

/** What most who add pictures have. */
export const mostUsed: ImageBank = 'official'

/** Which banks need to know of which brand a picture is. */
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

/** Which references are listed, as the address says. */
export function readBankSearch(search: Record<string, unknown>): BankSearch {
  const bank = banks.find((one) => one === search['bank'])
  const state = states.find((one) => one === search['state'])
  return { ...(bank && { bank }), ...(state && { state }) }
}
