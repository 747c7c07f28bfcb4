import { localDateAt } from '../calendar/index.ts'
import { dutyApplies, policyValue, type Guard, type Rules } from '../regime/index.ts'
import type { Actor, Facts } from './event.ts'
import type { CaseState, OpenDeadline } from './state.ts'

/** The data that a condition can use. */
export type Scope = {
  rules: Rules
  state: CaseState
  facts: Facts
  by: Actor
  at: string
  deadlines: readonly OpenDeadline[]
  /** When the workflow instance entered its present state. */
  since: string
  /** The state of the workflow instance from which this one originated. */
  originState?: string
}

/** Whether a condition holds; without one it does. */
export function isMet(guard: Guard | undefined, scope: Scope): boolean {
  if (guard === undefined) return true
  if ('all' in guard) return guard.all.every((part) => isMet(part, scope))
  if ('any' in guard) return guard.any.some((part) => isMet(part, scope))
  if ('not' in guard) return !isMet(guard.not, scope)
  if ('fact' in guard) return factHolds(guard, scope)
  if ('duty' in guard) return dutyHolds(guard.duty, scope)
  if ('policy' in guard) {
    return policyValue(scope.rules.policy(guard.policy), scope.state.settings) === guard.is
  }
  if ('role' in guard) return guard.role.includes(scope.by.role)
  if ('roleIs' in guard) return scope.facts[guard.roleIs] === scope.by.role
  if ('timeLimit' in guard) return timeLimitHolds(guard, scope)
  return scope.originState !== undefined && guard.origin.includes(scope.originState)
}

type FactGuard = Extract<Guard, { fact: string }>

function factHolds(guard: FactGuard, { facts, at, since, rules }: Scope): boolean {
  const value = facts[guard.fact]
  if ('known' in guard) return (value !== undefined) === guard.known
  if (value === undefined) return false
  if ('is' in guard) return value === guard.is
  if ('in' in guard) return typeof value === 'string' && guard.in.includes(value)
  if ('has' in guard) return Array.isArray(value) && value.includes(guard.has)
  if ('within' in guard) {
    const list = facts[guard.within]
    return typeof value === 'string' && Array.isArray(list) && list.includes(value)
  }
  if ('atLeast' in guard) return typeof value === 'number' && value >= guard.atLeast
  if ('atMost' in guard) return typeof value === 'number' && value <= guard.atMost
  if (typeof value !== 'string') return false
  if ('notBefore' in guard) {
    const other = facts[guard.notBefore]
    return typeof other === 'string' && value >= other
  }
  const zone = rules.regime.timeZone
  const today = localDateAt(at, zone)
  switch (guard.day) {
    case 'past':
      return value < today
    case 'not-future':
      return value <= today
    case 'not-past':
      return value >= today
    case 'future':
      return value > today
    case 'since-state':
      return value >= localDateAt(since, zone)
  }
}

function dutyHolds(duty: string, { rules, state, at }: Scope): boolean {
  const today = localDateAt(at, rules.regime.timeZone)
  return dutyApplies(rules.duty(duty), state.profile, today).applies
}

function timeLimitHolds(
  { timeLimit, passed }: Extract<Guard, { timeLimit: string }>,
  { deadlines, at }: Scope,
): boolean {
  const run = deadlines.findLast((deadline) => deadline.timeLimit === timeLimit)
  if (run === undefined) return false
  return (run.dueAt !== undefined && Date.parse(at) >= Date.parse(run.dueAt)) === passed
}
