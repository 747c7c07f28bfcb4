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
  action: CaseAction,
  before = kase(),
  after = kase(),
  other: CaseDetailView | null = null,
) => undoOf(action, before, { case: after, other }, { close: 'why', merge: 'why' })?.action

test('a step is undone by its opposite, which restores the previous state of the case', () => {
  expect(undo({ type: 'rename', title: 'x' })).toEqual({ type: 'rename', title: 'Seller 7' })
  expect(undo({ type: 'close', outcome: 'enforced' })).toEqual({ type: 'reopen', reason: 'why' })
  const held = kase({ assignee: { id: person, until: '2026-12-01T00:00:00Z' } })
  expect(undo({ type: 'release' }, held)).toEqual({
    type: 'assign',
    to: person,
    until: '2026-12-01T00:00:00Z',
  })
  expect(undo({ type: 'assign', to: person })).toEqual({ type: 'release' })
  const resting = kase({ snoozedUntil: '2026-12-01T00:00:00Z' })
  expect(undo({ type: 'wake' }, resting)).toEqual({ type: 'snooze', until: '2026-12-01T00:00:00Z' })
  expect(undo({ type: 'remove-listings', listings: [listingId] })).toEqual({
    type: 'add-listings',
    listings: [listingId],
  })
})

test('a removed turnover entry is restored, and an added one is found by its id', () => {
  const with1 = kase({ turnover: { lines: [line], sums: [], thresholds: [] } })
  expect(undo({ type: 'remove-turnover', line: 'l1' }, with1)).toEqual({
    type: 'add-turnover',
    listing: listingId,
    units: 3,
    price: '20.00',
    currency: 'EUR',
    source: 'counter',
  })
  const { listing, units, price, currency, source } = line
  const added = { listing, units, price, currency, source }
  expect(undo({ type: 'add-turnover', ...added }, kase(), with1)).toEqual({
    type: 'remove-turnover',
    line: 'l1',
  })
})

test('listings are removed again only if all of them were new', () => {
  const add: CaseAction = { type: 'add-listings', listings: [listingId] }
  expect(undo(add, kase(), kase({ listings: 3 }))).toEqual({
    type: 'remove-listings',
    listings: [listingId],
  })
  expect(undo(add, kase(), kase({ listings: 2 }))).toBeUndefined()
})

test('a split is merged back, and steps that cannot be undone are reported', () => {
  const split: CaseAction = { type: 'split', title: 'Half', listings: [listingId] }
  expect(
    undoOf(split, kase(), { case: kase(), other: kase({ id: 'c2' }) }, { close: '', merge: '' }),
  ).toEqual({
    action: { type: 'merge', into: 'c1' },
    of: 'c2',
  })
  expect(undo({ type: 'note', text: 'x' })).toBeUndefined()
  expect(undo({ type: 'merge', into: listingId })).toEqual({ type: 'undo-merge', reason: 'why' })
  expect(undo({ type: 'escalate', reason: 'x' })).toBeUndefined()
})
