import { shippedRules } from '@touchstone/jurisdiction'
import { readLocale } from '../packages/messages/src/compile/index.ts'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const locales = join(import.meta.dirname, '..', 'packages', 'console', 'locales')

/** The names of the regime that pages show, by the key of their message. */
function namesOf(): Record<string, string> {
  const { machines, roles } = shippedRules('eu-dsa').regime
  const names = machines.flatMap(({ id, title, states, opening, timeLimits, transitions }) => [
    [`regime.${id}`, title],
    ...states.map((state) => [`regime.${id}.state.${state.id}`, state.title]),
    ...(opening === undefined ? [] : [[`regime.${id}.open`, opening.title]]),
    ...timeLimits.map((limit) => [`regime.${id}.limit.${limit.id}`, limit.title]),
    ...transitions.map((transition) => [`regime.${id}.step.${transition.id}`, transition.title]),
  ])
  return Object.fromEntries([
    ...names,
    ...roles.map(({ id, title }) => [`regime.role.${id}`, title]),
  ]) as Record<string, string>
}

test('every name of the regime has words in each language, and those in English are its own', () => {
  const beside = { 'regime.step.open': expect.anything(), 'regime.step.match': expect.anything() }
  expect(readLocale(locales, 'en')['regimes']).toEqual({ ...namesOf(), ...beside })
})
