import { shippedRules } from '@touchstone/jurisdiction'
import { readLocale } from '../packages/messages/src/compile/index.ts'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const locales = join(import.meta.dirname, '..', 'packages', 'console', 'locales')

/** The names of the regime that pages show, by the key of their message. */
function namesOf(): Record<string, string> {
  const { regime } = shippedRules('eu-dsa')
  const { machines, roles } = regime
  const names = machines.flatMap(
    ({ id, title, subject, states, opening, timeLimits, transitions }) => [
      [`regime.${id}`, title],
      [`regime.${id}.subject`, subject],
      ...states.map((state) => [`regime.${id}.state.${state.id}`, state.title]),
      ...(opening === undefined ? [] : [[`regime.${id}.open`, opening.title]]),
      ...timeLimits.flatMap((limit) => [
        [`regime.${id}.limit.${limit.id}`, limit.title],
        [`regime.party.${limit.bound.replaceAll(' ', '-')}`, limit.bound],
      ]),
      ...transitions.map((transition) => [`regime.${id}.step.${transition.id}`, transition.title]),
    ],
  )
  return Object.fromEntries([
    ...names,
    ...roles.map(({ id, title }) => [`regime.role.${id}`, title]),
    [`regime.law.${regime.id}`, regime.title],
    [`regime.law.${regime.id}.jurisdiction`, regime.jurisdiction],
    [`regime.law.${regime.id}.caution`, regime.caution],
  ]) as Record<string, string>
}

test('every name of the regime has words in each language, and those in English are its own', () => {
  const beside = { 'regime.step.open': expect.anything(), 'regime.step.match': expect.anything() }
  expect(readLocale(locales, 'en')['regimes']).toEqual({ ...namesOf(), ...beside })
})
