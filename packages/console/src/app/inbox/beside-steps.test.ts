import type { FirstStepView, InboxItemView } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { besideSteps, stepsNeedingYou } from './beside-steps.ts'

const item = (kind: InboxItemView['kind'], detail: string): InboxItemView => ({
  kind,
  id: detail,
  urgency: 'open',
  title: null,
  detail,
  listing: null,
  signal: null,
  brand: null,
  seller: null,
  marketplace: null,
  from: null,
  since: '2026-11-30T00:00:00Z',
  until: null,
  path: '/',
  action: null,
  version: null,
  limit: null,
})
const step = (name: FirstStepView['step']): FirstStepView => ({
  step: name,
  done: false,
  brand: null,
  listing: null,
})

test('what the first steps show is not listed and counted again', () => {
  const items = [
    item('setup', 'claim-brand'),
    item('setup', 'name-signatory'),
    item('finding', 'block'),
  ]
  const counts = [
    { kind: 'setup', count: 2, more: false },
    { kind: 'finding', count: 40, more: false },
  ] as const
  const inbox = { items, counts }
  expect(besideSteps(inbox, [])).toEqual(inbox)
  expect(besideSteps(inbox, [step('import-listings')])).toEqual(inbox)
  expect(besideSteps(inbox, [step('claim-brand')])).toEqual({
    items: items.slice(1),
    counts: [{ kind: 'setup', count: 1, more: false }, counts[1]],
  })
  const alone = { items: items.slice(0, 1), counts: [{ ...counts[0], count: 1 }] }
  expect(besideSteps(alone, [step('claim-brand')])).toEqual({ items: [], counts: [] })
})

test('the steps that others take need nobody here', () => {
  const all = ['add-brand', 'claim-brand', 'approve-claim', 'import-listings'] as const
  const steps = all.map(step)
  expect(stepsNeedingYou(steps)).toBe(3)
  expect(stepsNeedingYou([{ ...step('add-brand'), done: true }, ...steps.slice(1)])).toBe(2)
})
