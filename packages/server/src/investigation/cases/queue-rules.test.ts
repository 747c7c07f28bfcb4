import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CaseRule } from '@touchstone/contract'
import { applyEvent, foldEvents, isSlaPaused, stateAt, type CaseEvent } from './types.ts'
import { matchesRule, queueFor, slaOf, type CaseFacts, type QueueRow } from './queue-rules.ts'

const open: CaseRule = { brands: [], countries: [], verdicts: [], turnover: null }
const facts = (more: Partial<CaseFacts> = {}): CaseFacts => ({
  brands: ['gucci'],
  countries: ['VN'],
  verdicts: ['block'],
  turnover: [],
  ...more,
})
const queue = (id: string, rules: CaseRule[], more: Partial<QueueRow> = {}): QueueRow => ({
  id,
  organisationId: 'o',
  name: id,
  place: 0,
  rules,
  assignee: null,
  assignHours: null,
  sla: { low: null, normal: 48, high: 24, urgent: 2 },
  retired: false,
  ...more,
})

describe('a rule', () => {
  it('that names nothing fits every case, and one that names more fits no more of them', () => {
    expect(matchesRule(open, facts())).toBe(true)
    const names = fc.subarray(['gucci', 'prada', 'apple'])
    fc.assert(
      fc.property(names, names, names, (there, asked, also) => {
        const isHit = matchesRule({ ...open, brands: asked }, facts({ brands: there }))
        expect(isHit).toBe(asked.length === 0 || asked.some((one) => there.includes(one)))
        const both = { ...open, brands: asked, countries: also }
        expect(matchesRule(both, facts({ brands: there, countries: there })) && !isHit).toBe(false)
      }),
    )
  })

  it('reads turnover to the last digit, in its own currency alone', () => {
    const turnover = { from: '1000', currency: 'EUR' }
    const of = (price: string, currency = 'EUR') =>
      facts({ turnover: [{ id: 'l', listing: 'p', units: 1, price, currency, source: 's' }] })
    expect(matchesRule({ ...open, turnover }, of('999.9999'))).toBe(false)
    expect(matchesRule({ ...open, turnover }, of('1000'))).toBe(true)
    expect(matchesRule({ ...open, turnover }, of('1000', 'USD'))).toBe(false)
  })
})

describe('queues', () => {
  it('are tried in their order; retired ones and those without rules take nothing', () => {
    const other = { ...open, brands: ['prada'] }
    const queues = [
      queue('by hand', []),
      queue('retired', [open], { retired: true }),
      queue('prada', [other]),
      queue('second rule', [other, { ...open, countries: ['VN'] }]),
      queue('rest', [open]),
    ]
    expect(queueFor(queues, facts())).toMatchObject({ queue: { id: 'second rule' }, rule: 2 })
    expect(queueFor(queues, facts({ countries: [] }))?.queue.id).toBe('rest')
    expect(queueFor(queues.slice(0, 3), facts())).toBeUndefined()
  })
})

describe('the time of a case', () => {
  const since = '2026-03-01T00:00:00.000Z'
  const awake = { rested: 0, restingFrom: null, snoozedUntil: null }
  const hourly = (count: number): string =>
    new Date(Date.parse(since) + count * 3_600_000).toISOString()
  it('is that of its template, otherwise its queue’s for its priority, otherwise none', () => {
    const template = { id: 't', version: 1, slaHours: 5 }
    const from = queue('q', [])
    expect(slaOf({ template, since, ...awake }, 'urgent', from)).toEqual({
      hours: 5,
      from: since,
      due: '2026-03-01T05:00:00.000Z',
    })
    const none = { template: { ...template, slaHours: null }, since, ...awake }
    expect(slaOf(none, 'urgent', from)?.due).toBe('2026-03-01T02:00:00.000Z')
    expect(slaOf(none, 'low', from)).toBeNull()
    expect(slaOf({ template: null, since, ...awake }, 'urgent', undefined)).toBeNull()
  })

  it('stops while the case rests, whatever happens to it and when', () => {
    const promised = 6
    const opened: CaseEvent = {
      kind: 'opened',
      data: {
        title: 'x',
        about: 'seller',
        brands: [],
        priority: 'normal',
        due: null,
        template: { id: 't', version: 1, slaHours: promised },
      },
    }
    const happening = fc.oneof(
      fc.record({ kind: fc.constant('snoozed' as const), hours: fc.integer({ min: 1, max: 9 }) }),
      fc.record({
        kind: fc.constantFrom('woken' as const, 'escalated', 'noted', 'closed', 'reopened'),
        hours: fc.constant(0),
      }),
    )
    const eventOf = ({ kind, hours }: { kind: string; hours: number }, at: number): CaseEvent => {
      const data = { until: hourly(at + hours), reason: 'x', text: 'x', outcome: 'genuine' }
      return { kind, data } as unknown as CaseEvent
    }
    const whens = fc.dictionary(fc.integer({ min: 0, max: 40 }).map(String), happening)
    fc.assert(
      fc.property(whens, (happenings) => {
        const record: (CaseEvent & { at: string })[] = []
        let state = applyEvent(undefined, opened, since)
        const tell = (event: CaseEvent, at: number): void => {
          record.push({ ...event, at: hourly(at) })
          state = applyEvent(state, event, hourly(at))
        }
        record.push({ ...opened, at: since })
        // What a person checking the case once an hour would count.
        let worked = 0
        for (let at = 0; at <= 60; at += 1) {
          const due = state.sla?.due
          const isLate = due !== undefined && state.sla?.breachedAt === null && due <= hourly(at)
          if (isLate && state.closed === null) tell({ kind: 'sla-breached', data: { due } }, at)
          const happens = happenings[String(at)]
          if (happens !== undefined && (state.closed !== null) === (happens.kind === 'reopened')) {
            tell(eventOf(happens, at), at)
            if (happens.kind === 'reopened') worked = 0
          }
          const sla = state.closed === null ? slaOf(state, state.priority, undefined) : undefined
          if (sla && sla.due !== state.sla?.due) tell({ kind: 'sla-set', data: { sla } }, at)
          if (state.closed !== null) continue
          const now = new Date(hourly(at))
          expect([at, state.sla?.breachedAt != null]).toEqual([at, worked >= promised])
          if (isSlaPaused(state, now)) expect(Date.parse(state.sla!.due)).toBeGreaterThan(+now)
          if (stateAt(state, now) === 'open') worked += 1
        }
        expect(foldEvents(record).state).toEqual(state)
      }),
    )
  })
})
