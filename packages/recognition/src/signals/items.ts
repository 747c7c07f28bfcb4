import { bracketedCode, type Listing } from '#contract'
import { unitCodesIn } from '../unit-codes.ts'
import type { Draft } from './signal.ts'

/** What the maker of goods knows of a unit, where it says anything of a listing that has its code. */
export type ItemFactState =
  | 'destroyed'
  | 'stolen'
  | 'copies-suspected'
  | 'near-miss'
  | 'unknown'
  | 'recalled'
  | 'public'

/** A unit whose code is in a listing: its serial as the listing writes it, and what its maker knows. */
export interface ItemFact {
  gtin: string
  serial: string
  state: ItemFactState
}

/**
 * Log-odds. A copied code is no proof: the listing may offer the original, real packages are filled again, and makers
 * make mistakes. None reaches more than a request for proof alone.
 */
const weights = {
  destroyed: 3,
  stolen: 3,
  'copies-suspected': 2.5,
  unknown: 0.7,
  'near-miss': 0.4,
  recalled: 0,
  public: 0,
} as const satisfies Record<ItemFactState, number>

/**
 * Signals from codes of units in the pictures and words of a listing; undefined if nothing is known of any. A code
 * that is missing, or of which its maker knows nothing remarkable, gives none, so that none speaks for a listing.
 */
export function itemSignals(
  listing: Listing,
  items: readonly ItemFact[] = [],
): Draft[] | undefined {
  if (items.length === 0) return undefined
  const states = new Map(items.map(({ gtin, serial, state }) => [`${gtin} ${serial}`, state]))
  const drafts = new Map<ItemFactState, Draft>()
  for (const { gtin, serial, place } of unitCodesIn(listing)) {
    const state = states.get(`${gtin} ${serial}`)
    // Many codes of one kind are one circumstance: a set of labels, or one list of serials.
    if (state === undefined || drafts.has(state)) continue
    drafts.set(state, draftOf(state, { code: bracketedCode({ gtin, serial }), place }))
  }
  return drafts.size === 0 ? undefined : [...drafts.values()]
}

function draftOf(
  state: ItemFactState,
  { code, place }: { code: string; place: ReturnType<typeof unitCodesIn>[number]['place'] },
): Draft {
  const weight = weights[state]
  switch (state) {
    case 'destroyed':
    case 'stolen':
      return { code: 'item.withdrawn', weight, evidence: { ...place, params: { code, as: state } } }
    case 'near-miss':
    case 'unknown':
      return {
        code: 'item.not-issued',
        weight,
        evidence: { ...place, params: { code, as: state } },
      }
    case 'copies-suspected':
    case 'recalled':
    case 'public':
      return { code: `item.${state}`, weight, evidence: { ...place, params: { code } } }
  }
}
