import { WatchInput as schema } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { emptyWatch, faultsOf, inputOf, valuesOf } from './watch-values.ts'

const typed = {
  ...emptyWatch,
  brand: 'velmoraq',
  site: ' shop.example/s?q={query} ',
  queries: 'velmoraq\n\n 薇娅 \nvelmoraq',
}

test('what was typed becomes a watch, and a watch what was typed', () => {
  const input = inputOf(typed, 'Velmoraq')
  expect(input).toEqual({
    brand: 'velmoraq',
    connector: 'shop',
    site: 'https://shop.example/s?q={query}',
    queries: ['velmoraq', '薇娅'],
    rules: null,
    name: 'Velmoraq · shop.example',
    intervalMinutes: 1440,
    budgetPerRun: { requests: 100, bytes: 67_108_864, processorSeconds: 60, cost: null },
    budgetPerDay: { requests: 1000, bytes: 671_088_640, processorSeconds: 600, cost: null },
    capturesPerDay: 5,
  })
  expect(inputOf(valuesOf(input as never), '')).toEqual(input)
})

test('what nobody changed is what the API takes for what nobody states', () => {
  const { intervalMinutes, budgetPerRun, budgetPerDay, capturesPerDay, ...stated } = inputOf(
    typed,
    'Velmoraq',
  )
  expect(schema.parse(stated)).toEqual({
    ...stated,
    intervalMinutes,
    budgetPerRun,
    budgetPerDay,
    capturesPerDay,
  })
})

test('faults are named at their fields', () => {
  expect(faultsOf(typed)).toEqual({})
  expect(faultsOf(emptyWatch)).toEqual({ brand: 'no-brand', site: 'address' })
  expect(faultsOf({ ...typed, queries: '' })).toEqual({ queries: 'no-queries' })
  expect(faultsOf({ ...typed, queries: 'x'.repeat(201) })).toEqual({ queries: 'long-query' })
  const many = Array.from({ length: 51 }, (_, at) => `query ${at}`).join('\n')
  expect(faultsOf({ ...typed, queries: many })).toEqual({ queries: 'too-many-queries' })
  for (const requests of ['', '-1', '1.5', 'many', '1000001']) {
    const perRun = { ...typed.perRun, requests }
    expect(faultsOf({ ...typed, perRun })).toEqual({ perRun: 'number' })
  }
  expect(faultsOf({ ...typed, perDay: { ...typed.perDay, cost: '0.5' } })).toEqual({})
  const rendered = { ...typed, connector: 'browser-rules' }
  expect(faultsOf({ ...rendered, rules: '{' })).toEqual({ rules: 'rules' })
  expect(faultsOf({ ...rendered, rules: '{}' })).toEqual({})
  for (const captures of ['', '-1', '1.5', '101']) {
    expect(faultsOf({ ...typed, captures })).toEqual({ captures: 'captures' })
  }
  expect(faultsOf({ ...typed, captures: '100' })).toEqual({})
})
