import { expect } from 'vitest'
import {
  replayEvents,
  type CaseHistory,
  type CaseState,
  type WorkflowInstance,
} from '../src/proceeding/index.ts'
import type { Rules } from '../src/regime/index.ts'
import type { Played } from './random-case.ts'
import { kindOf, instancesOf } from './random-events.ts'

/** Invariants of every case under every regime, for any events in any order. */
export function expectSound(rules: Rules, played: Played): void {
  const events = played.taken.map(({ event }) => event)
  const { regime, profile, settings } = played.state
  const history: CaseHistory = { regime, profile, settings: { ...settings }, events }
  const folded = replayEvents(rules, history)
  expect(folded).toEqual({ ok: true, state: played.state })
  for (const instance of instancesOf(played.state)) {
    expectDeadlinesSound(instance)
    expect(
      instance.documents.filter(
        (document) => document.deliveredAt && document.deliveredAt < document.owedAt,
      ),
    ).toEqual([])
    if (kindOf(rules, instance) !== 'end') continue
    // Once a matter has ended, nobody owes anyone anything in it.
    expect([
      instance.workflow,
      instance.state,
      instance.documents.filter((document) => !document.deliveredAt),
    ]).toEqual([instance.workflow, instance.state, []])
  }
  for (const { before, event } of played.taken) {
    if (event.type === 'deadline') expectOnlyOnce(before, event)
    if (event.type === 'transition') expectComplete(rules, before, event)
  }
}

function expectDeadlinesSound({ deadlines }: WorkflowInstance): void {
  const running = deadlines
    .filter(({ status }) => status === 'running')
    .map(({ timeLimit }) => timeLimit)
  expect(new Set(running).size).toBe(running.length)
  for (const run of deadlines) {
    if (run.dueAt === undefined) continue
    expect(Date.parse(run.dueAt)).toBeGreaterThan(Date.parse(run.from) - 24 * 3_600_000)
    if (run.lastDay !== undefined) expect(run.lastDay >= run.from).toBe(true)
    if (run.status === 'passed')
      expect(Date.parse(run.endedAt!)).toBeGreaterThanOrEqual(Date.parse(run.dueAt))
    expect(run.why).toMatch(/\(.+\.\)$/)
  }
  for (const timeLimit of new Set(deadlines.map((run) => run.timeLimit))) {
    const runs = deadlines.filter((run) => run.timeLimit === timeLimit)
    // A deadline starts anew only when its earlier run is over.
    for (const [at, run] of runs.entries()) {
      const earlier = runs[at - 1]
      if (earlier)
        expect(Date.parse(earlier.endedAt!)).toBeLessThanOrEqual(Date.parse(run.startedAt))
    }
  }
}

function expectOnlyOnce(
  before: CaseState,
  event: { id: string; timeLimit: string; at: string },
): void {
  const runs = before.instances[event.id]!.deadlines.filter(
    (run) => run.timeLimit === event.timeLimit,
  )
  expect(runs.filter(({ status }) => status === 'running')).toHaveLength(1)
}

function expectComplete(
  rules: Rules,
  before: CaseState,
  event: Extract<Played['taken'][number]['event'], { type: 'transition' }>,
): void {
  const instance = before.instances[event.id]!
  const transition = rules.transition(instance.workflow, event.transition)!
  expect(transition.from).toContain(instance.state)
  expect(transition.roles).toContain(event.by.role)
  const facts = { ...instance.facts, ...event.fields }
  for (const { name, optional, when } of transition.fields) {
    if (optional) continue
    // Of the conditions only the plainest is read here; the engine reads all of them.
    const applies =
      when === undefined ||
      ('fact' in when && 'is' in when && facts[when.fact] === when.is) ||
      ('fact' in when && 'in' in when && when.in.includes(String(facts[when.fact])))
    if (applies)
      expect([transition.id, name, event.fields[name] !== undefined]).toEqual([
        transition.id,
        name,
        true,
      ])
  }
}
