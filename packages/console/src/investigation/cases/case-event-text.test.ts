import type { CaseEventKind, CaseRecordView } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { createText, loadCatalogue, withMessages } from '../../messages/index.ts'
import { caseEventText } from './case-event-text.ts'

await withMessages(['case-queues', 'cases', 'notices'], Promise.resolve())
const text = createText('en', await loadCatalogue('en'))
const at = '2026-11-26T12:00:00Z'
const event = (kind: CaseEventKind, data: Record<string, unknown> = {}): CaseRecordView => ({
  position: 1,
  kind,
  data,
  at,
  by: { kind: 'person', id: 'p1' },
})
const tell = (kind: CaseEventKind, data?: Record<string, unknown>) =>
  caseEventText(event(kind, data), {
    text,
    nameOf: (id) => (id === 'p1' ? 'Ana' : id),
    tasks: [{ id: 't1', text: 'Ask the customs', done: false }],
  })

test('an event states its content, its author’s text, and where it leads', () => {
  expect(tell('listings-added', { listings: ['a', 'b'] }).words).toBe('added 2 listings')
  expect(tell('listings-added', { listings: ['a'], from: 'c2' })).toEqual({
    words: 'moved a listing here from another case',
    other: 'c2',
  })
  expect(tell('assigned', { to: 'p1', until: null }).words).toBe('assigned it to Ana')
  expect(tell('queued', { queue: 'q1', name: 'VN', rule: 2 }).words).toBe(
    'rule 2 moved it to the queue “VN”',
  )
  expect(tell('sla-set', { sla: null }).words).toBe('removed the SLA')
  expect(tell('sla-set', { sla: { due: at, hours: 48 } }).words).toMatch(/\(48 hours\)$/)
  expect(tell('merge-undone', { case: 'c2', reason: 'two sellers' })).toMatchObject({
    said: 'two sellers',
    other: 'c2',
  })
  expect(tell('task-finished', { task: 't1' }).words).toBe('completed a task: Ask the customs')
  expect(tell('closed', { outcome: 'genuine', reason: 'Invoices were shown.' })).toEqual({
    words: 'closed it: Genuine',
    said: 'Invoices were shown.',
  })
  expect(
    tell('turnover-added', { units: 1240, price: '19.90', currency: 'EUR', source: 'counter' })
      .words,
  ).toMatch(/^added turnover: 1,240 × EUR\s19\.9, counter$/)
})

test('events that a newer server writes differently are shown as far as possible', () => {
  expect(tell('closed', { outcome: 'settled' }).words).toBe('closed it: settled')
  expect(tell('task-finished', { task: 'gone' }).words).toBe('completed a task: –')
  expect(tell('listings-added').words).toBe('added 0 listings')
})
