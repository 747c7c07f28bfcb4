import { expect, test } from 'vitest'
import { faultsOfLocales, typesOfMessages } from './index.ts'

const en = { queue: { 'queue.more': 'Show {count, number} more', 'queue.end': 'End of the list' } }

test('a language with the same keys and arguments has no faults', () => {
  const de = { queue: { 'queue.more': '{count, number} weitere', 'queue.end': 'Ende' } }
  expect(faultsOfLocales({ en, de })).toEqual([])
})

test.each([
  ['a namespace', {}, ['de lacks queue']],
  ['a key', { queue: { 'queue.more': '{count, number}' } }, ['de/queue lacks queue.end']],
  [
    'too few keys',
    { queue: { ...en.queue, 'queue.start': 'Anfang' } },
    ['only de/queue has queue.start'],
  ],
  [
    'an argument',
    { queue: { ...en.queue, 'queue.more': 'mehr' } },
    ['de/queue: queue.more has arguments , not count,number'],
  ],
  [
    'the type of an argument',
    { queue: { ...en.queue, 'queue.more': '{count} mehr' } },
    ['de/queue: queue.more has arguments count,string | number, not count,number'],
  ],
  ['words', { queue: { ...en.queue, 'queue.end': ' ' } }, ['de/queue: queue.end is empty']],
])('a language that lacks %s is named', (_what, de, faults) => {
  expect(faultsOfLocales({ en, de })).toEqual(expect.arrayContaining(faults))
})

test('a language lacks only namespaces that are not listed as translated', () => {
  const locales = { en: { ...en, form: { 'form.send': 'Send' } }, de: en }
  const de = { name: 'Deutsch', reviewed: false }
  expect(faultsOfLocales(locales, { de })).toEqual(['de lacks form'])
  expect(faultsOfLocales(locales, { de: { ...de, namespaces: ['queue'] } })).toEqual([])
  expect(faultsOfLocales(locales, { de: { ...de, namespaces: ['form'] } })).toEqual([
    'de lacks form',
    'only de has queue',
  ])
})

test('a message that cannot be read and a key in two namespaces are named', () => {
  const other = { ...en, more: { 'queue.end': 'End {' } }
  const faults = faultsOfLocales({ en: other })
  expect(faults).toContain('queue.end is in queue, more')
  expect(faults.join()).toContain('en/more: queue.end cannot be read')
})

test('the types name the keys by their file and the arguments by message', () => {
  const types = typesOfMessages(
    { 'blind-audit': { a: '{x} {n, plural, other {#}}', b: 'B' } },
    '..',
  )
  expect(types).toContain("import type blindAudit from '../en/blind-audit.json'")
  expect(types).toContain("'blind-audit': keyof typeof blindAudit")
  expect(types).toContain('  a: { n: number; x: string | number }\n}')
})
