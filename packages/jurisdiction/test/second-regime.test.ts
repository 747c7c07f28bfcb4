import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dueDeadlines,
  emptyCase,
  replayEvents,
  applyEvent,
  type CaseEvent,
  type CaseHistory,
} from '../src/proceeding/index.ts'
import { rulesOf } from '../src/regime/index.ts'
import { comparePeriods } from '../src/simulation/index.ts'
import { finish, playAtRandom } from './random-case.ts'
import { expectSound } from './invariants.ts'
import { counterNotice } from './second-regime.ts'

const rules = rulesOf(counterNotice)
const begun: CaseEvent[] = [
  {
    type: 'open',
    at: '2026-11-20T15:00:00Z',
    id: 'k1',
    workflow: 'counter-notice',
    by: { role: 'claimant' },
    fields: { right: 'Mark 1' },
  },
  {
    type: 'transition',
    at: '2026-11-24T15:00:00Z',
    id: 'k1',
    transition: 'counter',
    by: { role: 'seller' },
    fields: { statement: 'I bought them from the maker.', counteredOn: '2026-11-24' },
  },
]
const history = (...events: CaseEvent[]): CaseHistory => ({
  regime: { id: 'counter-notice', version: '1' },
  profile: { tier: 'hosting', sizeClass: 'other' },
  settings: {},
  events: [...begun, ...events],
})
const suit = (at: string): CaseEvent => ({
  type: 'transition',
  at,
  id: 'k1',
  transition: 'show-suit',
  by: { role: 'claimant' },
  fields: { court: 'District court' },
})

describe('a second regime as data alone', () => {
  it('counts ten working days, Thanksgiving left out, to midnight in New York', () => {
    const folded = replayEvents(rules, history())
    if (!folded.ok) throw new Error(folded.refusal.message)
    const deadlines = folded.state.instances['k1']?.deadlines
    expect(deadlines).toMatchObject([
      { timeLimit: 'wait', kind: 'none', status: 'stopped' },
      {
        timeLimit: 'suit',
        lastDay: '2026-12-09',
        dueAt: '2026-12-10T05:00:00.000Z',
        status: 'running',
      },
    ])
    expect(deadlines?.[1]?.why).toContain('10 working days after it by the calendar')
    expect(dueDeadlines(folded.state, '2026-12-10T04:59:59Z')).toEqual([])
    const [due] = dueDeadlines(folded.state, '2026-12-10T05:00:00Z')
    const passed = applyEvent(rules, folded.state, due!)
    expect(passed).toMatchObject({ ok: true, state: { instances: { k1: { state: 'restored' } } } })
  })

  it('takes suit in time and refuses it later, whether or not the deadline was swept', () => {
    expect(replayEvents(rules, history(suit('2026-12-10T04:00:00Z')))).toMatchObject({
      state: { instances: { k1: { state: 'kept-down' } } },
    })
    expect(replayEvents(rules, history(suit('2026-12-10T05:00:00Z')))).toMatchObject({
      ok: false,
      index: 2,
      refusal: {
        code: 'not-fulfilled',
        message: 'The ten working days are over. (s. 2, not verified.)',
      },
    })
  })

  it('shows what a period of five working days would have changed', () => {
    const answer = comparePeriods(rules, [history(suit('2026-12-08T15:00:00Z'))], {
      periods: { 'counter-notice.suit': 5 },
      until: '2027-01-01T00:00:00Z',
    })
    expect(answer).toMatchObject({
      cases: 1,
      passed: { was: 0, wouldBe: 1 },
      changed: [
        {
          case: 0,
          passedNewly: [{ instance: 'k1', timeLimit: 'suit', dueAt: '2026-12-03T05:00:00.000Z' }],
          refused: [{ refusal: { code: 'wrong-state' } }],
          states: [{ instance: 'k1', was: 'kept-down', wouldBe: 'restored' }],
        },
      ],
    })
  })

  it('reports that the calendar ends before the period does', () => {
    const late = { ...begun[1]!, at: '2031-12-29T15:00:00Z' }
    const answer = replayEvents(rules, {
      ...history(),
      events: [
        begun[0]!,
        { ...late, fields: { statement: 'x', counteredOn: '2031-12-29' } } as CaseEvent,
      ],
    })
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'no-deadline' } })
  })

  it('satisfies the invariants of every regime', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 999 }), { minLength: 5, maxLength: 25 }), (numbers) => {
        const played = playAtRandom({ rules, numbers })
        expectSound(rules, played)
        fc.pre(Date.parse(played.state.lastAt ?? '2026-01-01') < Date.parse('2029-01-01'))
        expect(finish(rules, played)).toEqual([])
        expectSound(rules, played)
      }),
      { numRuns: 60, seed: 3 },
    )
  })

  it('begins empty', () => {
    expect(emptyCase(rules, history()).instances).toEqual({})
  })
})
