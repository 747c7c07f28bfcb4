import { describe, expect, it } from 'vitest'
import { rulesOf, type RegimeData } from '../regime/index.ts'
import { shippedRules } from '../regimes/index.ts'
import {
  dueDeadlines,
  emptyCase,
  replayEvents,
  availableTransitions,
  applyEvent,
  type CaseEvent,
  type CaseHistory,
  type CaseState,
  type Refusal,
} from './index.ts'

const rules = shippedRules('eu-dsa')
const base: Omit<CaseHistory, 'events'> = {
  regime: { id: 'eu-dsa', version: rules.regime.version },
  profile: { tier: 'marketplace', sizeClass: 'other' },
  settings: {},
}
const moderator = { role: 'moderator', id: 'anna' }
const system = { role: 'system' }
const received: CaseEvent = {
  type: 'open',
  at: '2026-03-02T09:00:00Z',
  id: 'n1',
  workflow: 'notice',
  by: { role: 'notifier' },
  fields: { contact: true },
}
const act = (
  transition: string,
  at: string,
  fields = {},
  by: { role: string; id?: string } = moderator,
): CaseEvent => ({
  type: 'transition',
  at,
  id: 'n1',
  transition,
  by,
  fields,
})
const triage = {
  notifierType: 'normal',
  knowledge: 'unclear',
  knowledgeReason: 'The goods are not seen closely.',
  lifeSafety: false,
}

function stateAfter(...events: CaseEvent[]): CaseState {
  const folded = replayEvents(rules, { ...base, events })
  if (!folded.ok) throw new Error(folded.refusal.message)
  return folded.state
}

function refused(state: CaseState, event: CaseEvent): Refusal {
  const answer = applyEvent(rules, state, event)
  if (answer.ok) throw new Error('The event was taken.')
  return answer.refusal
}

describe('a step', () => {
  it('states what happened, under which provision, and until when', () => {
    const answer = applyEvent(rules, emptyCase(rules, base), received)
    expect(answer).toMatchObject({ ok: true, state: { instances: { n1: { state: 'received' } } } })
    expect(answer.ok && answer.why).toEqual([
      'Receive a notice. (Art. 16(1); Art. 16(2), recital 50; Art. 16.)',
      '“Confirm receipt” must come without undue delay; the law states no number; the organisation’s target is 24 hours, until 2026-03-03T09:00:00.000Z. (Art. 16(4); Arts. 16 to 32, the organisation’s policy.)',
      '“Decide on the notice” must come without undue delay; the law states no number; the organisation’s target is 120 hours, until 2026-03-07T09:00:00.000Z. (Art. 16(6); Arts. 16 to 32, the organisation’s policy.)',
    ])
  })

  it('names every missing field in one sentence, with its line', () => {
    const refusal = refused(
      stateAfter(received),
      act('triage', '2026-03-02T10:00:00Z', { notifierType: 'normal', knowledge: 'no' }),
    )
    expect(refusal).toEqual({
      code: 'missing-field',
      message:
        'Required to triage a notice: why it does or does not give actual knowledge and whether life or safety may be at stake. (Art. 16(3); Art. 18(1).)',
      missing: [
        {
          field: 'knowledgeReason',
          message: 'Required: why it does or does not give actual knowledge.',
        },
        {
          field: 'lifeSafety',
          message: 'Required: whether life or safety may be at stake.',
        },
      ],
      basis: ['art-16-3', 'art-18-1'],
    })
  })

  it.each<[Refusal['code'], CaseEvent]>([
    ['time-goes-back', act('triage', '2026-03-02T08:59:59Z', triage)],
    ['unknown-instance', { ...act('triage', '2026-03-02T10:00:00Z', triage), id: 'n2' }],
    ['unknown-transition', act('ignore', '2026-03-02T10:00:00Z')],
    ['exists-already', { ...received, at: '2026-03-02T10:00:00Z' }],
    ['wrong-state', act('decide', '2026-03-02T10:00:00Z')],
    ['wrong-role', act('triage', '2026-03-02T10:00:00Z', triage, { role: 'recipient' })],
    ['wrong-role', act('triage', '2026-03-02T10:00:00Z', triage, { role: 'moderator' })],
    ['bad-field', act('triage', '2026-03-02T10:00:00Z', { ...triage, notifierType: 'first' })],
    ['not-asked', act('triage', '2026-03-02T10:00:00Z', { ...triage, passport: 'X1' })],
    [
      'not-due',
      { type: 'deadline', at: '2026-03-03T08:59:59Z', id: 'n1', timeLimit: 'acknowledge' },
    ],
    [
      'wrong-origin',
      {
        ...received,
        type: 'open',
        id: 'o1',
        workflow: 'dispute-settlement',
        origin: 'n1',
        fields: { body: 'A body' },
        at: '2026-03-02T10:00:00Z',
      },
    ],
  ])('is refused as %s, in a sentence', (code, event) => {
    const state = stateAfter(received)
    const refusal = refused(state, event)
    expect(refusal.code).toBe(code)
    expect(refusal.message).toMatch(/^[A-Z“].+[.)]$/)
    expect(state).toEqual(stateAfter(received))
  })

  it('states which part a workflow plays, however it was started', () => {
    expect(stateAfter(received).instances['n1']?.part).toBe('notice')
  })

  it('puts a flagger first only within its area and while its status is active', () => {
    const flagged = {
      ...triage,
      notifierType: 'trusted-flagger',
      flagger: 'Flagger',
      flaggerArea: ['watches'],
    }
    const at = '2026-03-02T10:00:00Z'
    const tried = (flaggerState: string, topic: string) =>
      applyEvent(
        rules,
        stateAfter(received),
        act('triage', at, { ...flagged, flaggerState, topic }),
      ).ok
    expect([
      tried('active', 'watches'),
      tried('suspended', 'watches'),
      tried('active', 'bags'),
    ]).toEqual([true, false, false])
  })

  it('counts the time limit of each person from the day on which that person was informed', () => {
    const state = stateAfter(
      received,
      act('acknowledge', '2026-03-02T09:05:00Z', { acknowledgement: 'mail-1' }, system),
      act('triage', '2026-03-02T10:00:00Z', triage),
      act('start-review', '2026-03-02T10:00:00Z'),
      act('decide', '2026-08-30T10:00:00Z', {
        outcome: 'no-action',
        reasons: 'The invoice names the maker.',
        automatedDecision: 'not',
      }),
      act('inform-notifier', '2026-08-31T21:59:59Z', {
        decisionNotice: 'mail-2',
        informedOn: '2026-08-31',
        redress: ['internal-complaint', 'out-of-court', 'court'],
      }),
    )
    expect(state.instances['n1/complaint-notifier']).toMatchObject({
      workflow: 'complaint',
      origin: 'n1',
      facts: { addressee: 'notifier', outcome: 'no-action' },
      deadlines: [
        {
          // The last day of February is a Sunday: the window ends with the Monday after it.
          lastDay: '2027-03-01',
          dueAt: '2027-03-01T23:00:00.000Z',
          why: expect.stringMatching(/too short, and since 2027-02-28 is a day off/),
        },
      ],
    })
    const lodge = (at: string, role: string): CaseEvent => ({
      type: 'transition',
      at,
      id: 'n1/complaint-notifier',
      transition: 'lodge',
      by: { role },
      fields: { grounds: 'The invoice is of another shop.' },
    })
    expect(applyEvent(rules, state, lodge('2027-03-01T22:59:59Z', 'notifier')).ok).toBe(true)
    expect(refused(state, lodge('2027-03-01T23:00:00Z', 'notifier')).message).toContain('is over')
    expect(refused(state, lodge('2027-01-01T10:00:00Z', 'recipient')).message).toContain(
      'Only a person informed',
    )
  })

  it('keeps a match to a listing in the path, by a known person, and changes nothing else', () => {
    const state = stateAfter(received)
    const listing = '0197e4d2-5f0e-7b1c-9a51-2f4f3c8e7d10'
    const match = { type: 'match', at: '2026-03-02T10:00:00Z', id: 'n1', listing } as const
    const answer = applyEvent(rules, state, { ...match, by: moderator })
    if (!answer.ok) throw new Error(answer.refusal.message)
    const { path, ...rest } = answer.state.instances['n1']!
    const { path: before, ...unchanged } = state.instances['n1']!
    expect(rest).toEqual(unchanged)
    const step = { at: match.at, action: 'match', by: moderator, state: 'received' }
    expect([path, answer.state.events]).toEqual([[...before, step], 2])
    expect(refused(state, { ...match, by: { role: 'moderator' } }).code).toBe('wrong-role')
    expect(refused(state, { ...match, by: { role: 'stranger', id: 'x' } }).code).toBe('wrong-role')
    expect(refused(state, { ...match, id: 'n2', by: moderator }).code).toBe('unknown-instance')
  })

  it('reports a breach once and still accepts late events', () => {
    const state = stateAfter(received)
    const [breach] = dueDeadlines(state, '2026-03-04T00:00:00Z')
    expect(breach).toEqual({
      type: 'deadline',
      at: '2026-03-04T00:00:00Z',
      id: 'n1',
      timeLimit: 'acknowledge',
    })
    const applied = applyEvent(rules, state, breach!)
    if (!applied.ok) throw new Error(applied.refusal.message)
    expect(applied.state.instances['n1']?.deadlines[0]).toMatchObject({
      status: 'passed',
      endedAt: breach!.at,
    })
    expect(dueDeadlines(applied.state, '2026-03-05T00:00:00Z')).toEqual([])
    expect(refused(applied.state, breach!).code).toBe('not-due')
    const late = act('acknowledge', '2026-03-04T08:00:00Z', { acknowledgement: 'mail-1' }, system)
    expect(applyEvent(rules, applied.state, late).ok).toBe(true)
  })
})

describe('what can be done', () => {
  it('states for a role what prevents the step', () => {
    const acts = availableTransitions(rules, stateAfter(received), {
      id: 'n1',
      by: moderator,
      at: '2026-03-02T10:00:00Z',
    })
    expect(acts.map(({ transition, refusal }) => [transition, refusal?.code])).toEqual([
      ['acknowledge', 'missing-field'],
      ['put-on-hold', 'missing-field'],
      ['triage', 'missing-field'],
    ])
    expect(
      availableTransitions(rules, stateAfter(received), {
        id: 'n1',
        by: { role: 'deadline' },
        at: '2026-03-02T10:00:00Z',
      }),
    ).toEqual([])
  })
})

describe('a case', () => {
  it('stays under the version with which it began', () => {
    const other = { ...base, regime: { id: 'eu-dsa', version: '0' } }
    expect(() => emptyCase(rules, other)).toThrow('The proceeding is under eu-dsa 0')
  })

  it('has no window under six months, whatever the house sets', () => {
    expect(() => emptyCase(rules, { ...base, settings: { 'complaint-period': 5 } })).toThrow(
      'at least 6 months',
    )
    expect(() => emptyCase(rules, { ...base, settings: { nonsense: 5 } })).toThrow(
      'no policy “nonsense”',
    )
  })
})

describe('the data of a regime', () => {
  type Change = (data: RegimeData) => void
  const provision = (
    data: RegimeData,
    matches: (candidate: RegimeData['provisions'][number]) => boolean,
  ) => data.provisions.find(matches)!

  it.each<[RegExp, Change]>([
    [
      /rests on the provision art-99, which is missing/,
      ({ workflows }) => workflows[0]!.transitions[0]!.basis.push('art-99'),
    ],
    [/nothing leads to withdrawn/, ({ workflows }) => workflows[0]!.transitions.pop()],
    [
      /no end can be come to from in-review/,
      ({ workflows: [notice] }) => {
        const leading = ['request-information', 'decide', 'withdraw']
        notice!.transitions = notice!.transitions.filter(({ id }) => !leading.includes(id))
      },
    ],
    [
      /starts the time limit never, which is missing/,
      ({ workflows }) => workflows[0]!.onOpen!.timeLimits.push({ start: 'never' }),
    ],
    [
      /a part is played by the workflow nobody, which is missing/,
      (data) => {
        data.parts.notice = 'nobody'
      },
    ],
    [
      /has art-16-1 twice/,
      (data) => data.provisions.push(provision(data, ({ id }) => id === 'art-16-1')),
    ],
    [
      /a provision is verified only if its wording was consulted/,
      (data) => {
        provision(data, ({ consulted: seen }) => seen === 'not-found').verified = true
      },
    ],
  ])('is refused: %s', (message, change) => {
    const data = structuredClone(rules.regime)
    change(data)
    expect(() => rulesOf(data)).toThrow(message)
  })
})
