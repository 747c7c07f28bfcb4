import type { RegimeTableView } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { regimeWordsIn } from '../../enforcement/proceedings/index.ts'
import { createText, loadCatalogue, withMessages } from '../../messages/index.ts'
import { timelineText } from './timeline-text.ts'

await withMessages(['regimes'], Promise.resolve())
const texts = {
  en: createText('en', await loadCatalogue('en')),
  zh: createText('zh', await loadCatalogue('zh')),
}

const machine = {
  id: 'notice',
  title: 'Notice',
  subject: '',
  opening: 'receive a notice',
  initial: 'received',
  states: [
    { id: 'received', title: 'Received', kind: 'open' },
    { id: 'decided', title: 'Decided', kind: 'open' },
  ],
  moves: [
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
  timeLimits: [{ id: 'inform', title: 'Inform the notifier', bound: '', lines: [] }],
} satisfies RegimeTableView['machines'][number]
const table = { machines: [machine] } as unknown as RegimeTableView
const tell = (
  step: Parameters<typeof timelineText>[0],
  regime: RegimeTableView | undefined,
  locale: 'en' | 'zh' = 'en',
): string => timelineText(step, regime, regimeWordsIn(texts[locale]), 'proceeding opened:')
const of = (kind: string, data: Record<string, string>) => ({
  kind,
  data: { machine: 'notice', instance: 'n1', ...data },
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
  expect(tell(of('transition', { transition: 'decide' }), table, 'zh')).toBe(
    '通知 n1: 对一项作出决定 → 已决定',
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
