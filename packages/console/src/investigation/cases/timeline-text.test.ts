import type { RegimeTableView } from '@touchstone/contract'
import { expect, test } from 'vitest'
import type { RegimeWords } from '../../enforcement/regime-components/index.ts'
import { timelineText } from './timeline-text.ts'

/** Words of a regime, each as `worded` gives its title. */
function wordsBy(worded: (title: string) => string): RegimeWords {
  return {
    workflow: ({ title }) => worded(title),
    state: (_workflow, { title }) => worded(title),
    step: ({ title }) => worded(title),
    transition: (_workflow, { title }) => worded(title),
    opening: ({ title }) => worded(title),
    limit: (_workflow, { title }) => worded(title),
    role: ({ title }) => worded(title),
    subject: (_workflow, subject) => worded(subject),
    party: worded,
    law: ({ title }) => worded(title),
    provision: ({ summary }) => worded(summary),
    duty: ({ title }) => worded(title),
    condition: (condition: string) => condition,
    field: worded,
    value: worded,
    document: worded,
    recipient: worded,
    refusal: worded,
    about: (_regime, _what, text) => worded(text),
  }
}

const workflow = {
  id: 'notice',
  title: 'Notice',
  subject: '',
  opening: 'receive a notice',
  initial: 'received',
  states: [
    { id: 'received', title: 'Received', kind: 'open' },
    { id: 'decided', title: 'Decided', kind: 'open' },
  ],
  transitions: [
    {
      id: 'decide',
      title: 'decide on an item',
      from: [],
      to: 'decided',
      roles: [],
      fields: [],
      lines: [],
    },
  ],
  timeLimits: [{ id: 'inform', title: 'Inform the notifier', responsible: '', lines: [] }],
} satisfies RegimeTableView['workflows'][number]
const table = { workflows: [workflow] } as unknown as RegimeTableView
const tell = (
  step: Parameters<typeof timelineText>[0],
  regime: RegimeTableView | undefined,
  worded: (title: string) => string = (title) => title,
): string => timelineText(step, regime, wordsBy(worded), 'proceeding opened:')
const of = (kind: string, data: Record<string, string>) => ({
  kind,
  data: { workflow: 'notice', instance: 'n1', ...data },
})

test('a step is described in the words of its regime', () => {
  expect(tell(of('open', {}), table)).toBe('Notice n1: receive a notice → Received')
  expect(tell(of('transition', { transition: 'decide' }), table)).toBe(
    'Notice n1: decide on an item → Decided',
  )
  expect(tell(of('deadline', { timeLimit: 'inform' }), table)).toBe(
    'Notice n1: Inform the notifier',
  )
})

test('a step is described in the reader’s language', () => {
  const upper = (title: string): string => title.toUpperCase()
  expect(tell(of('transition', { transition: 'decide' }), table, upper)).toBe(
    'NOTICE n1: DECIDE ON AN ITEM → DECIDED',
  )
  expect(tell(of('deadline', { timeLimit: 'inform' }), table, upper)).toBe(
    'NOTICE n1: INFORM THE NOTIFIER',
  )
})

test('the start of a proceeding is shown before any step', () => {
  expect(tell({ kind: 'begun', data: {} }, table)).toBe('proceeding opened:')
})

test('anything missing from the table is shown by its ID', () => {
  expect(tell(of('transition', { transition: 'new-step' }), table)).toBe('Notice n1: new-step')
  expect(tell(of('transition', { transition: 'decide' }), undefined)).toBe('notice n1: decide')
})

test('a match to a listing, of which the law says nothing, is shown by its kind', () => {
  expect(tell(of('match', {}), table)).toBe('Notice n1: match')
})
