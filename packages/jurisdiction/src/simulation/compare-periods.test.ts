import { describe, expect, it } from 'vitest'
import type { Actor, CaseEvent, CaseHistory } from '../proceeding/index.ts'
import { shippedRules } from '../regimes/index.ts'
import { replay, comparePeriods } from './index.ts'

const rules = shippedRules('eu-dsa')
const moderator = { role: 'moderator', id: 'anna' }
const act = (
  id: string,
  transition: string,
  at: string,
  fields = {},
  by: Actor = moderator,
): CaseEvent => ({
  type: 'transition',
  at,
  id,
  transition,
  by,
  fields,
})

/** A trader asked on 1 June to mend its information, and suspended on 20 June. */
const history: CaseHistory = {
  regime: { id: 'eu-dsa', version: rules.regime.version },
  profile: { tier: 'marketplace', sizeClass: 'other' },
  settings: {},
  events: [
    {
      type: 'open',
      at: '2026-05-01T09:00:00Z',
      id: 't1',
      workflow: 'trader-verification',
      by: { role: 'recipient' },
      fields: { trader: 'trader-1' },
    },
    act('t1', 'submit-information', '2026-05-01T10:00:00Z', {
      providedInformation: [
        'name',
        'address',
        'phone',
        'email',
        'identity-document',
        'payment-account',
        'trade-register',
        'self-certification',
      ],
    }),
    act('t1', 'admit', '2026-05-02T10:00:00Z', { checkedAgainst: ['register of companies'] }),
    act('t1', 'request-correction', '2026-06-01T10:00:00Z', {
      indication: 'The number is not in the register.',
      requestedOn: '2026-06-01',
    }),
    { type: 'deadline', at: '2026-06-16T03:00:00Z', id: 't1', timeLimit: 'correction' },
    act('t1', 'suspend', '2026-06-20T10:00:00Z', {
      traderReasons: 'The number was not mended.',
      correctionDeclined: false,
      informedOn: '2026-06-20',
      redress: ['internal-complaint', 'out-of-court', 'court'],
    }),
    act(
      't1/complaint-recipient',
      'lodge',
      '2026-12-20T10:00:00Z',
      { grounds: 'The number is right.' },
      { role: 'recipient' },
    ),
  ],
}
const until = '2026-12-20T20:00:00Z'

describe('a history replayed', () => {
  it('passes each deadline when it was due, however late it is recorded', () => {
    const { passed, refused, state } = replay(rules, history, until)
    expect(refused).toEqual([])
    expect(passed).toEqual([
      { instance: 't1', timeLimit: 'correction', dueAt: '2026-06-15T22:00:00.000Z' },
    ])
    expect(state.instances['t1/complaint-recipient']?.state).toBe('lodged')
  })

  it('stops at the day that is asked for', () => {
    expect(replay(rules, history, '2026-06-10T00:00:00Z').state.instances['t1']?.state).toBe(
      'correction-requested',
    )
  })
})

describe('what if', () => {
  it('the trader had had thirty days', () => {
    expect(
      comparePeriods(rules, [history], {
        periods: { 'trader-verification.correction': 30 },
        until,
      }),
    ).toMatchObject({
      changed: [
        {
          case: 0,
          passedNoMore: [{ timeLimit: 'correction', dueAt: '2026-06-15T22:00:00.000Z' }],
          passedNewly: [{ timeLimit: 'correction', dueAt: '2026-07-01T22:00:00.000Z' }],
          refused: [
            { event: { transition: 'suspend' }, refusal: { code: 'not-fulfilled' } },
            { event: { transition: 'lodge' }, refusal: { code: 'unknown-instance' } },
          ],
          states: [
            { instance: 't1', was: 'suspended', wouldBe: 'correction-requested' },
            { instance: 't1/complaint-recipient', was: 'lodged', wouldBe: 'never begun' },
          ],
        },
      ],
    })
  })

  it('the target for assessing had been no time at all', () => {
    const answer = comparePeriods(rules, [history], {
      periods: { 'trader-verification.assess': 0 },
      until,
    })
    expect(answer.passed).toEqual({ was: 1, wouldBe: 2 })
  })

  it('nothing had changed', () => {
    expect(
      comparePeriods(rules, [history], { periods: { 'trader-verification.correction': 14 }, until })
        .changed,
    ).toEqual([])
  })

  it('reports that it knows no such period', () => {
    expect(() =>
      comparePeriods(rules, [], { periods: { 'trader-verification.none': 1 }, until }),
    ).toThrow('has no time limit trader-verification.none')
    expect(() =>
      comparePeriods(rules, [], { periods: { 'restriction.duration': 1 }, until }),
    ).toThrow('has no period to change')
  })
})
