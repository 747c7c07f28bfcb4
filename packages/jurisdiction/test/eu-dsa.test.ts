import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WorkflowInstance } from '../src/proceeding/index.ts'
import { dutiesOn, type Profile } from '../src/regime/index.ts'
import { shippedRules } from '../src/regimes/index.ts'
import { finish, playAtRandom, type Played } from './random-case.ts'
import { instancesOf } from './random-events.ts'
import { expectSound } from './invariants.ts'

const rules = shippedRules('eu-dsa')
const numbers = fc.array(fc.nat({ max: 10_000 }), { minLength: 30, maxLength: 60 })
const profile = fc.constantFrom<Profile>(
  { tier: 'marketplace', sizeClass: 'other' },
  { tier: 'platform', sizeClass: 'other' },
  { tier: 'hosting', sizeClass: 'other' },
  { tier: 'marketplace', sizeClass: 'small' },
  { tier: 'marketplace', sizeClass: 'other', sizeLostOn: '2026-01-15' },
  { tier: 'marketplace', sizeClass: 'micro', vlopDesignatedOn: '2025-01-01' },
)
const settings = fc.record({
  'automated-first-decision': fc.boolean(),
  'file-exempt-restrictions': fc.boolean(),
  'complaint-period': fc.integer({ min: 6, max: 12 }),
})

// Favours what is otherwise rare.
const favour = fc.constantFrom(
  ...rules.regime.workflows.map(({ id }) => id),
  'dispute-settlement',
  'buyer-notification',
  'dispute-settlement',
  'buyer-notification',
)

describe('eu-dsa, whatever the order and timing of events', () => {
  it('leaves no case stuck, runs no deadline twice, skips no field, and keeps what the law asks for', () => {
    const entered = new Set<string>()
    fc.assert(
      fc.property(numbers, profile, settings, favour, (choices, who, house, workflow) => {
        const played = playAtRandom({
          rules,
          profile: who,
          settings: house,
          numbers: choices,
          favour: workflow,
        })
        const stuck = finish(rules, played).map(({ workflow, state, facts }) => ({
          workflow,
          state,
          facts,
        }))
        expect(stuck).toEqual([])
        expectSound(rules, played)
        expectLawful(played)
        for (const { workflow, path } of instancesOf(played.state)) {
          for (const { state } of path) entered.add(`${workflow}.${state}`)
        }
      }),
      { numRuns: 300, seed: 20 },
    )
    // A property of states that are never reached would prove nothing.
    const all = rules.regime.workflows.flatMap(({ id, states }) =>
      states.map((state) => `${id}.${state.id}`),
    )
    expect(all.filter((state) => !entered.has(state))).toEqual([])
  })
})

/** The invariants of the regime that its data must bring about. */
function expectLawful({ state, taken }: Played): void {
  for (const instance of instancesOf(state)) lawful[instance.workflow]?.(instance)
  for (const { before, event } of taken) {
    if (event.type !== 'transition' || before.instances[event.id]?.workflow !== 'restriction')
      continue
    if (event.transition !== 'impose') continue
    const { statement, exemption, startsOn, contactKnown, notifierDisclosed, necessity } =
      event.fields
    expect((statement !== undefined) !== (exemption !== undefined)).toBe(true)
    if (exemption === 'no-contact') expect(contactKnown).toBe(false)
    expect(String(startsOn) >= event.at.slice(0, 10)).toBe(true)
    if (notifierDisclosed === true) expect(necessity).toBeTruthy()
  }
}

const lawful: Record<string, (instance: WorkflowInstance) => void> = {
  N({ state, facts, documents, path }) {
    if (facts['notifierType'] === 'trusted-flagger') {
      expect(facts['flaggerState']).toBe('active')
      expect(facts['flaggerArea']).toContain(facts['topic'])
    }
    const decided = path.some((step) => step.state === 'decided')
    if (decided && facts['contact'] === true && state !== 'decided') {
      expect(state).toBe('notifier-informed')
      expect(
        documents.find(({ document }) => document === 'decision-notice')?.deliveredAt,
      ).toBeDefined()
      expect(facts['redress']).toContain('court')
    }
  },
  R({ path, documents, deadlines }) {
    if (!path.some((step) => step.state === 'statement-sent')) return
    expect(
      documents.find(({ document }) => document === 'statement-of-reasons')?.deliveredAt,
    ).toBeDefined()
    const due = deadlines.find(({ timeLimit }) => timeLimit === 'statement')
    // A late statement remains recorded as late.
    const sent = path.find((step) => step.state === 'statement-sent')
    if (due?.status === 'stopped')
      expect(Date.parse(sent!.at) <= Date.parse(due.endedAt!)).toBe(true)
  },
  C({ facts, deadlines, path }) {
    const informedOn = String(facts['informedOn'])
    const [year = 0, month = 1, day = 1] = informedOn.split('-').map(Number)
    const lastOfMonth = new Date(Date.UTC(year, month - 1 + 7, 0)).getUTCDate()
    const least = new Date(Date.UTC(year, month - 1 + 6, Math.min(day, lastOfMonth)))
    const window = deadlines.filter(({ timeLimit }) => timeLimit === 'period')
    expect(window).toHaveLength(1)
    expect(window[0]!.from).toBe(informedOn)
    expect(window[0]!.lastDay! >= least.toISOString().slice(0, 10)).toBe(true)
    for (const { action: done, by } of path) {
      if (!['start-review', 'uphold', 'reject'].includes(done)) continue
      expect(by).toEqual({ role: 'qualified-reviewer', id: expect.any(String) })
    }
    const closed = path.find((step) => step.action === 'close')
    if (closed) expect(Date.parse(closed.at)).toBeGreaterThanOrEqual(Date.parse(window[0]!.dueAt!))
  },
  M({ path, facts }) {
    for (const [at, { state }] of path.entries()) {
      if (state === 'suspended') expect(path[at - 1]?.state).toBe('warned')
    }
    if (!path.some(({ state }) => state === 'suspended')) return
    for (const factor of ['absoluteNumber', 'share', 'gravity', 'intention'])
      expect(facts).toHaveProperty(factor)
  },
  O({ facts, deadlines }) {
    const extended = deadlines.find(({ timeLimit }) => timeLimit === 'extended-body-decision')
    if (extended) expect(Number(facts['extendedDays'])).toBeLessThanOrEqual(90)
  },
  F({ path }) {
    for (const { action: done, by } of path) {
      if (done !== 'report') expect(by.role).toBe('coordinator')
    }
  },
  T({ path, deadlines, facts }) {
    const deleted = path.find(({ state }) => state === 'deleted')
    if (!deleted) return
    const retention = deadlines.find(({ timeLimit }) => timeLimit === 'retention')
    expect(Date.parse(deleted.at)).toBeGreaterThanOrEqual(Date.parse(retention!.dueAt!))
    expect(facts['retentionRequired']).not.toBe(true)
  },
  X({ path }) {
    const end = path.find(({ state }) => state !== 'suspected')
    if (end) expect(end.by).toEqual({ role: 'safety-officer', id: expect.any(String) })
  },
}

describe('whom eu-dsa binds', () => {
  const bound = (who: Profile, on: string): string[] =>
    dutiesOn(rules.regime, who, on)
      .filter(({ applies }) => applies)
      .map(({ duty }) => duty.articles)
  const always = ['16', '17', '18']
  const platform = ['20', '21', '22', '23', '24(1)', '24(2)', '24(3)', '24(5)']

  it('leaves a small marketplace Arts. 16, 17, 18 and 24(3)', () => {
    expect(bound({ tier: 'marketplace', sizeClass: 'small' }, '2026-06-01')).toEqual([
      ...always,
      '24(3)',
    ])
    expect(bound({ tier: 'hosting', sizeClass: 'micro' }, '2026-06-01')).toEqual(always)
  })

  it('continues to bind for twelve months after the status is lost, to the day', () => {
    const grown: Profile = { tier: 'marketplace', sizeClass: 'other', sizeLostOn: '2025-02-28' }
    expect(bound(grown, '2026-02-27')).toEqual([...always, '15', '24(3)'])
    expect(bound(grown, '2026-02-28')).toEqual([...always, '15', ...platform, '30', '31', '32'])
  })

  it('binds a designated very large platform whatever its size', () => {
    const who: Profile = { tier: 'platform', sizeClass: 'micro', vlopDesignatedOn: '2026-01-01' }
    expect(bound(who, '2025-12-31')).toEqual([...always, '24(3)'])
    expect(bound(who, '2026-01-01')).toEqual([...always, '15', ...platform])
  })

  it('states why', () => {
    for (const { explanation } of dutiesOn(
      rules.regime,
      { tier: 'platform', sizeClass: 'small' },
      '2026-01-01',
    )) {
      expect(explanation).toMatch(/^“.+” \(Art\. .+\) .+\.$/)
    }
  })
})
