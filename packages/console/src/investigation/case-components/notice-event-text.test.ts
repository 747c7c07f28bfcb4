import { noticeEventKinds } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { createText, loadCatalogue, withMessages } from '../../messages/index.ts'
import { noticeEventText } from './notice-event-text.ts'

const catalogue = await loadCatalogue('en')
await withMessages(['notices'], Promise.resolve())
const text = createText('en', catalogue)
const tell = (kind: string, data: Record<string, unknown> = {}) =>
  noticeEventText({ kind, data }, text, (slug) => (slug === 'market-a' ? 'Harbour Bazaar' : slug))

test('an event states recipient, channel and content', () => {
  expect(tell('sent', { to: ['inside', 'email'] }).words).toBe(
    'sent the notice: To a member of this installation, Email',
  )
  expect(tell('handed-over', { to: 'market-a' }).words).toBe(
    'the notice was delivered to Harbour Bazaar',
  )
  expect(tell('handed-over', { to: 'x', refused: 'There is no marketplace x.' })).toEqual({
    words: 'x refused the notice',
    said: 'There is no marketplace x.',
  })
  const decision = { outcome: 'restrict', summary: 'The title says replica.' }
  expect(
    tell('decided', { from: 'market-a', outcome: 'restricted', items: [decision, decision] }),
  ).toEqual({ words: 'Harbour Bazaar decided: Restricted', said: 'The title says replica.' })
  expect(tell('rejected', { reason: 'Name the picture.' })).toEqual({
    words: 'returned the notice',
    said: 'Name the picture.',
  })
})

test('every kind of event has a text, and one of a newer server shows its name', () => {
  for (const kind of noticeEventKinds)
    expect(tell(kind, { to: 'market-a', type: 'complain' }).words).not.toBe(kind)
  expect(tell('framed').words).toBe('framed')
  expect(tell('decided', { outcome: 'settled', items: ['x', null] })).toEqual({
    words: 'decided: settled',
  })
})
