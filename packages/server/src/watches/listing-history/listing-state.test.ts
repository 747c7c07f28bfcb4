import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  isEntry,
  nextStanding,
  notFoundMilliseconds,
  type Sight,
  type Standing,
} from './listing-state.ts'
import { watchedListingStates, type WatchedListingState } from '@touchstone/contract'

const start = Date.parse('2026-01-01T00:00:00Z')
const hour = 3_600_000

const sights = fc.oneof(
  fc.boolean().map((differs): Sight => ({ kind: 'seen', differs })),
  fc
    .constantFrom('unlisted', 'unchanged', 'not-found', 'gone', 'blocked', 'unknown')
    .map((kind): Sight => ({ kind })),
)
const first: { sight: Sight; hours: number } = { sight: { kind: 'seen', differs: false }, hours: 0 }
/** Visits hours apart; what a site says unchanged of was read before. */
const visits = fc
  .array(fc.record({ sight: sights, hours: fc.integer({ min: 0, max: 40 }) }), { maxLength: 30 })
  .map((later) => [first, ...later])

type Step = { sight: Sight; at: Date; before: Standing | undefined; after: Standing }

function stepsOf(each: readonly { sight: Sight; hours: number }[]): Step[] {
  let at = start
  let standing: Standing | undefined
  return each.map(({ sight, hours }) => {
    at += hours * hour
    const before = standing
    standing = nextStanding(before, sight, new Date(at))
    return { sight, at: new Date(at), before, after: standing }
  })
}

const inAnyCase = (check: (steps: Step[]) => void): void =>
  fc.assert(
    fc.property(visits, (each) => check(stepsOf(each))),
    { numRuns: 2000 },
  )

test('the states of an ordinary life follow each other', () => {
  const seen: Sight = { kind: 'seen', differs: false }
  const life: [Sight, number, WatchedListingState][] = [
    [seen, 0, 'new'],
    [{ kind: 'unchanged' }, 1, 'same'],
    [{ kind: 'seen', differs: true }, 1, 'changed'],
    [{ kind: 'blocked' }, 1, 'blocked'],
    [seen, 1, 'same'],
    [{ kind: 'not-found' }, 1, 'unknown'],
    [{ kind: 'not-found' }, 23, 'unknown'],
    [{ kind: 'not-found' }, 1, 'gone'],
    [{ kind: 'unknown' }, 1, 'gone'],
    [seen, 1, 'back'],
    [{ kind: 'gone' }, 1, 'gone'],
  ]
  const steps = stepsOf(life.map(([sight, hours]) => ({ sight, hours })))
  expect(steps.map(({ after }) => after.state)).toEqual(life.map(([, , state]) => state))
})

test('a listing is gone by 410, or by 404 at least a day apart with no sight in between', () => {
  inAnyCase((steps) => {
    steps.forEach(({ sight, at, before, after }, place) => {
      if (after.state !== 'gone' || before?.state === 'gone' || sight.kind === 'gone') return
      expect(sight.kind).toBe('not-found')
      const last = steps.slice(0, place).findLastIndex(({ sight: { kind } }) => isRead(kind))
      const missing = steps
        .slice(last + 1, place)
        .find(({ sight: { kind } }) => kind === 'not-found')
      expect(at.getTime() - missing!.at.getTime()).toBeGreaterThanOrEqual(notFoundMilliseconds)
    })
  })
})

const isRead = (kind: Sight['kind']): boolean => ['seen', 'unlisted', 'unchanged'].includes(kind)

test('404 a day after the first 404 is gone, whatever visits failed in between', () => {
  const failed = fc.array(fc.constantFrom<Sight>({ kind: 'blocked' }, { kind: 'unknown' }))
  fc.assert(
    fc.property(failed, (between) => {
      const each: Sight[] = [
        { kind: 'seen', differs: false },
        { kind: 'not-found' },
        ...between,
        { kind: 'not-found' },
      ]
      const hours = each.map((_, at) => (at === each.length - 1 ? 24 : 0))
      const steps = stepsOf(each.map((sight, at) => ({ sight, hours: hours[at]! })))
      expect(steps.at(-1)!.after.state).toBe('gone')
    }),
  )
})

test('back follows gone alone, and only a page that holds the listing ends gone', () => {
  inAnyCase((steps) => {
    for (const { sight, before, after } of steps) {
      const isThere = sight.kind === 'seen' || (sight.kind === 'unchanged' && after.isListed)
      expect(after.state === 'back').toBe(before?.state === 'gone' && isThere)
      if (before?.state === 'gone' && !isThere) expect(after.state).toBe('gone')
    }
  })
})

test('new comes once, changed only by a difference, and a failed visit claims nothing of the goods', () => {
  inAnyCase((steps) => {
    expect(steps.filter(({ after }) => after.state === 'new').length).toBeGreaterThan(0)
    steps.forEach(({ sight, before, after }, place) => {
      if (place > 0 && before?.state !== 'new') expect(after.state).not.toBe('new')
      if (after.state === 'changed' && before?.state !== 'changed') {
        expect(sight).toEqual({ kind: 'seen', differs: true })
      }
      if (sight.kind === 'blocked' || sight.kind === 'unknown') {
        expect([sight.kind, 'gone']).toContain(after.state)
        expect(after.isListed).toBe(before!.isListed)
      }
    })
  })
})

test('repeating a visit at the same moment changes nothing but what a first sight says', () => {
  inAnyCase((steps) => {
    for (const { sight, at, after } of steps) {
      if (sight.kind === 'seen' || sight.kind === 'unchanged') continue
      expect(nextStanding(after, sight, at)).toEqual(after)
    }
  })
})

test('the history has an entry for what happened, and none for being as before', () => {
  for (const before of watchedListingStates) {
    expect(isEntry(before, 'changed')).toBe(true)
    expect(isEntry(before, 'same')).toBe(before === 'blocked' || before === 'unknown')
    expect(isEntry(before, 'gone')).toBe(before !== 'gone')
  }
  expect(isEntry(undefined, 'new')).toBe(true)
})
