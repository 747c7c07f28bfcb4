import type { CaseAction, CaseDetailView } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { undoOf } from './undo.ts'

const listingId = '01890a5d-ac96-774b-bcce-b302099a8057'
const person = '01890a5d-ac96-774b-bcce-b302099a8058'
const line = {
  id: 'l1',
  listing: listingId,
  units: 3,
  price: '20.00',
  currency: 'EUR',
  source: 'counter',
}
const kase = (over: Partial<CaseDetailView> = {}): CaseDetailView => ({
  id: 'c1',
  title: 'Seller 7',
  about: 'seller',
  brands: [],
  state: 'open',
  priority: 'normal',
  escalated: false,
  assignee: null,
  due: null,
  snoozedUntil: null,
  queue: null,
  sla: null,
  template: null,
  outcome: null,
  mergedInto: null,
  listings: 2,
  openTasks: 0,
  events: 4,
  openedAt: '2026-11-01T00:00:00Z',
  changedAt: '2026-11-01T00:00:00Z',
  closedAt: null,
  tasks: [],
  turnover: { lines: [], sums: [], thresholds: [] },
  ...over,
})
const undo = (
  act: CaseAction,
  before = kase(),
  after = kase(),
  other: CaseDetailView | null = null,
) => undoOf(act, before, { case: after, other }, { close: 'why', merge: 'why' })?.act

test('a step is undone by its opposite, which restores the previous state of the case', () => {
  expect(undo({ act: 'rename', title: 'x' })).toEqual({ act: 'rename', title: 'Seller 7' })
  expect(undo({ act: 'close', outcome: 'enforced' })).toEqual({ act: 'reopen', reason: 'why' })
  const held = kase({ assignee: { id: person, until: '2026-12-01T00:00:00Z' } })
  expect(undo({ act: 'release' }, held)).toEqual({
    act: 'assign',
    to: person,
    until: '2026-12-01T00:00:00Z',
  })
  expect(undo({ act: 'assign', to: person })).toEqual({ act: 'release' })
  const resting = kase({ snoozedUntil: '2026-12-01T00:00:00Z' })
  expect(undo({ act: 'wake' }, resting)).toEqual({ act: 'snooze', until: '2026-12-01T00:00:00Z' })
  expect(undo({ act: 'remove-listings', listings: [listingId] })).toEqual({
    act: 'add-listings',
    listings: [listingId],
  })
})

test('a removed turnover entry is restored, and an added one is found by its id', () => {
  const with1 = kase({ turnover: { lines: [line], sums: [], thresholds: [] } })
  expect(undo({ act: 'remove-turnover', line: 'l1' }, with1)).toEqual({
    act: 'add-turnover',
    listing: listingId,
    units: 3,
    price: '20.00',
    currency: 'EUR',
    source: 'counter',
  })
  const { listing, units, price, currency, source } = line
  const added = { listing, units, price, currency, source }
  expect(undo({ act: 'add-turnover', ...added }, kase(), with1)).toEqual({
    act: 'remove-turnover',
    line: 'l1',
  })
})

test('listings are removed again only if all of them were new', () => {
  const add: CaseAction = { act: 'add-listings', listings: [listingId] }
  expect(undo(add, kase(), kase({ listings: 3 }))).toEqual({
    act: 'remove-listings',
    listings: [listingId],
  })
  expect(undo(add, kase(), kase({ listings: 2 }))).toBeUndefined()
})

test('a split is merged back, and steps that cannot be undone are reported', () => {
  const split: CaseAction = { act: 'split', title: 'Half', listings: [listingId] }
  expect(
    undoOf(split, kase(), { case: kase(), other: kase({ id: 'c2' }) }, { close: '', merge: '' }),
  ).toEqual({
    act: { act: 'merge', into: 'c1' },
    of: 'c2',
  })
  expect(undo({ act: 'note', text: 'x' })).toBeUndefined()
  expect(undo({ act: 'merge', into: listingId })).toEqual({ act: 'undo-merge', reason: 'why' })
  expect(undo({ act: 'escalate', reason: 'x' })).toBeUndefined()
})
