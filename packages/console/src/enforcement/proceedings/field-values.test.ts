import type { TransitionFieldView } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { valuesOf } from './field-values.ts'

const field = (name: string, type: TransitionFieldView['type']): TransitionFieldView => ({
  name,
  type,
  values: [],
  label: name,
  optional: false,
  when: null,
  lines: [],
})

test('each field is sent with its own type, and an empty one not at all', () => {
  const fields = [
    field('contact', 'boolean'),
    field('count', 'count'),
    field('why', 'text'),
    field('on', 'date'),
    field('items', 'list'),
    field('empty', 'text'),
  ]
  expect(
    valuesOf(fields, {
      contact: 'false',
      count: '3',
      why: ' the title ',
      on: '2026-11-25',
      items: 'one\n\n two ',
      empty: '  ',
      stray: 'x',
    }),
  ).toEqual({
    contact: false,
    count: 3,
    why: 'the title',
    on: '2026-11-25',
    items: ['one', 'two'],
  })
  expect(valuesOf([field('count', 'count')], { count: 'three' })).toEqual({ count: 'three' })
})
