import type { Guard } from '../regime/index.ts'

/** A condition in words, for readers of a regime's table. */
export function conditionWords(guard: Guard): string {
  if ('all' in guard) return joined(guard.all, ' and ')
  if ('any' in guard) return joined(guard.any, ' or ')
  if ('not' in guard) return `not (${conditionWords(guard.not)})`
  if ('duty' in guard) return `the duty ${guard.duty} binds`
  if ('policy' in guard) return `the policy ${guard.policy} is ${guard.is}`
  if ('role' in guard) return `done by ${guard.role.join(' or ')}`
  if ('roleIs' in guard) return `done by the ${guard.roleIs}`
  if ('timeLimit' in guard)
    return `the time limit ${guard.timeLimit} has ${guard.passed ? '' : 'not '}passed`
  if ('origin' in guard) return `its origin is ${guard.origin.join(' or ')}`
  if ('is' in guard) return `${guard.fact} is ${guard.is}`
  if ('in' in guard) return `${guard.fact} is ${guard.in.join(' or ')}`
  if ('known' in guard) return `${guard.fact} is ${guard.known ? '' : 'not '}recorded`
  if ('has' in guard) return `${guard.fact} has ${guard.has}`
  if ('within' in guard) return `${guard.fact} lies within ${guard.within}`
  if ('atLeast' in guard) return `${guard.fact} is at least ${guard.atLeast}`
  if ('atMost' in guard) return `${guard.fact} is at most ${guard.atMost}`
  if ('notBefore' in guard) return `${guard.fact} is not before ${guard.notBefore}`
  return `${guard.fact} is ${dayWords[guard.day]}`
}

const dayWords = {
  past: 'an earlier day',
  'not-future': 'today or earlier',
  'not-past': 'today or later',
  future: 'a later day',
  'since-state': 'not before the present state',
} as const

function joined(guards: readonly Guard[], word: string): string {
  return guards
    .map((guard) =>
      'any' in guard || 'all' in guard ? `(${conditionWords(guard)})` : conditionWords(guard),
    )
    .join(word)
}
