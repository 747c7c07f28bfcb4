import type { WatchedListingState } from '@touchstone/contract'

/** How a listing stands after the last visit to its page. */
export type Standing = {
  state: WatchedListingState
  /** Whether the last page that was read held it; such a page may be unchanged. */
  isListed: boolean
  /** When its page was first not found, if it was not found ever since. */
  notFoundSince: Date | undefined
}

/**
 * What a visit showed of one listing. `unlisted`: the page was read and no longer holds it. Each but `seen` requires
 * that it is known.
 */
export type Sight =
  | { kind: 'seen'; differs: boolean }
  | { kind: 'unlisted' | 'unchanged' | 'not-found' | 'gone' | 'blocked' | 'unknown' }

/** A page that is not found twice, at least this far apart, is gone. */
export const notFoundMilliseconds = 24 * 3_600_000

/** The standing of a listing after one more visit. A listing that is gone stays so until its page holds it again. */
export function nextStanding(before: Standing | undefined, sight: Sight, at: Date): Standing {
  if (before === undefined || sight.kind === 'seen') {
    const differs = sight.kind === 'seen' && sight.differs
    return { state: seenState(before, differs), isListed: true, notFoundSince: undefined }
  }
  const { state, isListed, notFoundSince } = before
  const unlessGone = (next: WatchedListingState): WatchedListingState =>
    state === 'gone' ? state : next
  switch (sight.kind) {
    case 'unchanged': {
      const next = isListed ? seenState(before, false) : unlessGone('unknown')
      return { state: next, isListed, notFoundSince: undefined }
    }
    case 'unlisted':
      return { state: unlessGone('unknown'), isListed: false, notFoundSince: undefined }
    case 'gone':
      return { state: 'gone', isListed, notFoundSince: undefined }
    case 'not-found': {
      const since = notFoundSince ?? at
      const isLong = at.getTime() - since.getTime() >= notFoundMilliseconds
      return { state: isLong ? 'gone' : unlessGone('unknown'), isListed, notFoundSince: since }
    }
    case 'blocked':
    case 'unknown':
      return { state: unlessGone(sight.kind), isListed, notFoundSince }
  }
}

function seenState(before: Standing | undefined, differs: boolean): WatchedListingState {
  if (before === undefined) return 'new'
  if (before.state === 'gone') return 'back'
  return differs ? 'changed' : 'same'
}

/** Whether a change of state belongs in the history; being seen as before does not. */
export function isEntry(
  before: WatchedListingState | undefined,
  after: WatchedListingState,
): boolean {
  if (after === 'changed') return true
  if (before === after) return false
  return after !== 'same' || before === 'blocked' || before === 'unknown'
}
