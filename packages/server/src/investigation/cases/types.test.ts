import { caseEventKinds, type CaseEventKind } from '@touchstone/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  applyEvent,
  assigneeAt,
  foldEvents,
  stateAt,
  turnoverSumsOf,
  turnoverThresholdsFor,
  type CaseEvent,
  type CaseState,
} from './types.ts'

const at = '2026-11-20T10:00:00.000Z'
const opened: CaseEvent = {
  kind: 'opened',
  data: { title: 'Totes', about: 'seller', brands: ['a'], priority: 'normal', due: null },
}
const open = applyEvent(undefined, opened, at)
const then = (...events: CaseEvent[]): CaseState =>
  events.reduce((state, event) => applyEvent(state, event, at), open)

describe('a case', () => {
  it('begins with being opened', () => {
    expect(() => applyEvent(undefined, { kind: 'woken', data: {} }, at)).toThrow(/never opened/)
    expect(() => foldEvents([])).toThrow('without events')
  })

  it('is unassigned once the time of its assignee is over', () => {
    const to = '00000000-0000-4000-8000-000000000001'
    const state = then({ kind: 'assigned', data: { to, until: '2026-11-21T00:00:00.000Z' } })
    expect(assigneeAt(state, new Date('2026-11-20T23:59:59.999Z'))?.id).toBe(to)
    expect(assigneeAt(state, new Date('2026-11-21T00:00:00.000Z'))).toBeNull()
  })

  it('reopens automatically when its rest is over', () => {
    const state = then({ kind: 'snoozed', data: { until: '2026-11-21T00:00:00.000Z' } })
    expect(stateAt(state, new Date('2026-11-20T23:59:59.999Z'))).toBe('snoozed')
    expect(stateAt(state, new Date('2026-11-21T00:00:00.000Z'))).toBe('open')
  })

  it('rests no more once it is escalated or closed', () => {
    const snoozed: CaseEvent = { kind: 'snoozed', data: { until: '2099-01-01T00:00:00.000Z' } }
    const escalated = then(snoozed, { kind: 'escalated', data: { reason: 'danger' } })
    expect(escalated).toMatchObject({ escalated: true, priority: 'urgent', snoozedUntil: null })
    const closed = then(snoozed, { kind: 'closed', data: { outcome: 'genuine', reason: null } })
    expect(stateAt(closed, new Date(at))).toBe('closed')
    expect(closed.snoozedUntil).toBeNull()
    const again = applyEvent(closed, { kind: 'reopened', data: { reason: 'news' } }, at)
    expect(stateAt(again, new Date(at))).toBe('open')
  })

  it('contains the listings that were added and not removed, in any order', () => {
    const ids = ['p', 'q', 'r', 's']
    const move = fc.record({
      add: fc.boolean(),
      listings: fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1 }),
    })
    fc.assert(
      fc.property(fc.array(move, { maxLength: 20 }), (moves) => {
        const events = moves.map(({ add, listings }): CaseEvent => ({
          kind: add ? 'listings-added' : 'listings-removed',
          data: { listings },
        }))
        const { listings: folded } = foldEvents(
          [opened, ...events].map((event) => ({ ...event, at })),
        )
        const last = (id: string) => moves.findLast(({ listings }) => listings.includes(id))
        expect([...folded].sort()).toEqual(ids.filter((id) => last(id)?.add === true))
      }),
    )
  })

  it('keeps its shape after every kind of event', () => {
    const sample: Record<CaseEventKind, object> = {
      opened: opened.data,
      'listings-added': { listings: ['p'] },
      renamed: { title: 'x' },
      'listings-removed': { listings: ['p'] },
      assigned: { to: 'p', until: null },
      released: {},
      prioritised: { priority: 'low' },
      'due-set': { due: null },
      snoozed: { until: at },
      woken: {},
      escalated: { reason: 'x' },
      noted: { text: 'x' },
      'task-added': { id: 't', text: 'x' },
      'task-finished': { task: 't' },
      'task-reopened': { task: 't' },
      'turnover-removed': { line: 'l' },
      'turnover-added': {
        id: 'l',
        listing: 'p',
        units: 1,
        price: '1',
        currency: 'EUR',
        source: '',
      },
      closed: { outcome: 'enforced', reason: null },
      reopened: { reason: 'x' },
      'merged-into': { case: 'c' },
      'merged-from': { case: 'c' },
      'split-off': { case: 'c' },
      'split-from': { case: 'c' },
      'merge-undone': { case: 'c', reason: 'x' },
      'task-removed': { task: 't' },
      queued: { queue: 'q', name: 'Q', rule: 1 },
      'sla-set': { sla: { hours: 1, from: at, due: at } },
      'sla-breached': { due: at },
      'file-added': { file: 'f', name: 'x' },
      'file-removal-rejected': { file: 'f', name: 'x' },
      'file-removal-asked': { file: 'f', name: 'x', reason: 'x' },
      'file-removed': { file: 'f', name: 'x' },
      'note-shared': { note: 'n', listing: 'p', brand: 'b', text: 'x' },
    }
    for (const kind of caseEventKinds) {
      const state = applyEvent(open, { kind, data: sample[kind] } as CaseEvent, at)
      expect([kind, Object.keys(state).sort()]).toEqual([kind, Object.keys(open).sort()])
    }
  })
})

describe('turnover', () => {
  const line = (units: number, price: string, currency = 'EUR') => ({
    id: 'l',
    listing: 'p',
    source: 's',
    units,
    price,
    currency,
  })

  it('is summed exactly, and for each currency apart', () => {
    const lines = [line(3, '0.1'), line(1, '19.99'), line(2, '5', 'USD'), line(1, '0.0005', 'USD')]
    expect(turnoverSumsOf(lines)).toEqual([
      { currency: 'EUR', amount: '20.29' },
      { currency: 'USD', amount: '10.0005' },
    ])
    expect(turnoverSumsOf([])).toEqual([])
  })

  it('agrees with whole numbers of the smallest part', () => {
    const price = fc.tuple(fc.nat(999_999), fc.nat(9999))
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 1e6 }), price)), (rows) => {
        const lines = rows.map(([units, [whole, part]]) =>
          line(units, `${whole}.${String(part).padStart(4, '0')}`),
        )
        const [sum] = turnoverSumsOf(lines)
        const [whole = '0', part = ''] = (sum?.amount ?? '0.').split('.')
        const parts = BigInt(whole) * 10_000n + BigInt(part.padEnd(4, '0'))
        const expected = rows.reduce(
          (total, [units, [w, p]]) => total + BigInt(units) * (BigInt(w) * 10_000n + BigInt(p)),
          0n,
        )
        expect(parts).toBe(expected)
      }),
    )
  })

  it('is held against the thresholds in its own currency alone, to the last digit', () => {
    const kept = { country: 'CN', line: 'criminal', article: 'Art. 1', says: 'From this on.' }
    const known = { ...kept, line: 'criminal' as const, validFrom: '2025-01-01', verified: false }
    const thresholds = [
      { ...known, amount: '50000', currency: 'CNY' },
      { ...known, amount: '1', currency: 'USD' },
    ]
    const reached = (amount: string, currency = 'CNY') =>
      turnoverThresholdsFor([{ currency, amount }], thresholds).map((one) => one.reached)
    expect(reached('49999.9999')).toEqual([false])
    expect(reached('50000.00')).toEqual([true])
    expect(reached('50000.00', 'EUR')).toEqual([])
    expect(turnoverThresholdsFor([{ currency: 'CNY', amount: '40000.00' }])).toMatchObject([
      { country: 'CN', amount: '50000', verified: false, reached: false },
      { country: 'CN', amount: '30000', verified: false, reached: true },
    ])
  })
})
