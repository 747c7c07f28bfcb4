export type ReviewSearch = {
  /** Default: possible pairs. */
  state?: 'linked'
  /** The pair to begin with. */
  a?: string
  b?: string
}

export function readReviewSearch({ state, a, b }: Record<string, unknown>): ReviewSearch {
  return {
    ...(state === 'linked' && { state }),
    ...(typeof a === 'string' && typeof b === 'string' && { a, b }),
  }
}

export type ContestsSearch = {
  /** Default: those that wait for a decision. */
  state?: 'all'
}

export function readContestsSearch({ state }: Record<string, unknown>): ContestsSearch {
  return state === 'all' ? { state } : {}
}

export type NetworkSearch = {
  /** Shows the network as it was at this time. */
  at?: string
  /** Shows what is further away as well. */
  wide?: true
}

export function readNetworkSearch({ at, wide }: Record<string, unknown>): NetworkSearch {
  return {
    ...(typeof at === 'string' && Date.parse(at) > 0 && { at }),
    ...((wide === true || wide === 'true') && { wide: true }),
  }
}
