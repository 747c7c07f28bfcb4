import { expect, test } from 'vitest'
import { assertStorable } from './unstorable-text.ts'

test.each<[string, unknown, string]>([
  ['a null character', { label: 'a\0' }, '/label'],
  ['contains a null character or an unpaired surrogate', { label: 'a\ud800' }, '/label'],
  ['one deep inside', { rows: [{ a: 'b' }, { 'x/y': ['c', '\0'] }] }, '/rows/1/x~1y/1'],
  ['one in a name', { rows: { 'a\0': 1 } }, '/rows/a\0'],
  ['one of the whole', '\0', ''],
])('%s is refused by its place', (_what, value, pointer) => {
  expect(() => assertStorable(value, 'body')).toThrow(
    expect.objectContaining({
      class: 'validation-failed',
      pointer,
      message: expect.stringContaining('in the body') as string,
    }),
  )
})

test('valid text of any script passes, and so do values that are no text', () => {
  const value = { a: ['\u{1f45c} 集团 \t\n\u0001', 1, null, true], b: undefined, ключ: {} }
  expect(() => assertStorable(value, 'body')).not.toThrow()
  expect(() => assertStorable(undefined, 'query')).not.toThrow()
})
