import { describe, expect, it } from 'vitest'
import { shippedRules } from '../regimes/index.ts'
import { timeLimitEnds, type Periods } from './index.ts'

const rules = shippedRules('eu-dsa')
const ends = (periods: Periods) => timeLimitEnds(rules, { periods, from: '2026-12-01' })
const of = (workflow: string, timeLimit: string, periods: Periods = {}) =>
  ends(periods).filter((end) => end.workflow === workflow && end.timeLimit === timeLimit)

describe('when time limits would end', () => {
  it('with a window of days instead of months', () => {
    expect(of('complaint', 'period', { 'complaint.period': { days: 270 } })).toMatchObject([
      {
        state: 'open',
        was: { lastDay: '2027-06-01' },
        // 28 August 2027 is a Saturday: the window ends on no day off.
        wouldBe: { lastDay: '2027-08-30' },
      },
    ])
  })

  it('with a target of days instead of hours', () => {
    expect(of('notice', 'decide', { 'notice.decide': { days: 2 } })).toMatchObject([
      {
        was: { dueAt: '2026-12-05T23:00:00.000Z' },
        wouldBe: { dueAt: '2026-12-02T23:00:00.000Z' },
      },
    ])
  })

  it('tells every state in which a time limit begins, and each time limit of the regime', () => {
    expect(of('complaint', 'inform-complainant').map(({ state }) => state)).toEqual([
      'upheld',
      'rejected',
    ])
    expect(of('restriction', 'reverse').map(({ state }) => state)).toEqual([undefined])
    const named = new Set(ends({}).map(({ workflow, timeLimit }) => `${workflow}.${timeLimit}`))
    const all = rules.regime.workflows.flatMap(({ id, timeLimits }) =>
      timeLimits.map((timeLimit) => `${id}.${timeLimit.id}`),
    )
    expect([...named].sort()).toEqual(all.sort())
  })

  it('changes no other time limit, and says of each line whether it was verified', () => {
    const other = ends({ 'complaint.period': { days: 270 } }).filter(
      ({ timeLimit }) => timeLimit !== 'period',
    )
    expect(other.map(({ wouldBe }) => wouldBe)).toEqual(other.map(({ was }) => was))
    expect(of('complaint', 'period')[0]?.lines.at(-1)).toEqual({
      article: 'Reg. 1182/71 Art. 3',
      force: 'law',
      verified: false,
    })
  })

  it('gives a day that an event names as no day', () => {
    const [suspension] = of('misuse', 'suspension')
    expect(suspension?.was).toEqual({ why: 'It ends on the named day (until).' })
  })
})
