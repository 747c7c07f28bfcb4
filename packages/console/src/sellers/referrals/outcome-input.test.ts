import { expect, test } from 'vitest'
import { missingOf, noOutcome, noQuantity, reportOf, type OutcomeForm } from './outcome-input.ts'

const form: OutcomeForm = { ...noOutcome, proceeding: ' 12/26 ', happenedOn: '2026-11-30' }

test('a seizure needs goods and quantities; other outcomes send none', () => {
  const seizure: OutcomeForm = { ...form, outcome: 'seizure' }
  expect(missingOf(seizure, ['L-1'])).toEqual(['quantity'])
  const goods = { ...noQuantity, goods: 'Bags', amount: '140' }
  const whole = { ...seizure, quantities: [goods] }
  expect(missingOf(whole, ['L-1'])).toEqual([])
  expect(missingOf({ ...whole, quantities: [{ ...goods, value: '9' }] }, ['L-1'])).toEqual([
    'value',
  ])
  expect(reportOf(whole, ['L-1'])).toEqual({
    proceeding: '12/26',
    outcome: 'seizure',
    items: ['L-1'],
    happenedOn: '2026-11-30',
    quantities: [{ goods: 'Bags', amount: '140', unit: 'pieces' }],
  })
  expect(reportOf({ ...whole, outcome: 'search' }, ['L-1']).quantities).toEqual([])
})

test('a ruling and a laboratory report need a finding', () => {
  expect(missingOf({ ...form, outcome: 'court-ruling' }, ['L-1'])).toEqual(['finding'])
  const ruled: OutcomeForm = { ...form, outcome: 'court-ruling', finding: 'genuine' }
  expect(reportOf(ruled, ['L-1']).finding).toBe('genuine')
  expect(reportOf({ ...ruled, outcome: 'charge' }, ['L-1']).finding).toBeUndefined()
})

test('a report names items, a file number and a day', () => {
  expect(missingOf(noOutcome, [])).toEqual(['items', 'proceeding', 'on'])
})
