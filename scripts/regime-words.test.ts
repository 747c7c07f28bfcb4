import { conditionWords, shippedRules } from '@touchstone/jurisdiction'
import { readLocale } from '../packages/messages/src/compile/index.ts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const locales = join(root, 'packages', 'console', 'locales')

/** The part of a key that stands for a text, as pages derive it. */
function slugOf(text: string): string {
  return (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).join('-')
}

/** The names of the regime that pages show, by the key of their message. */
function namesOf(): Record<string, string> {
  const { regime } = shippedRules('eu-dsa')
  const { workflows, roles } = regime
  const names = workflows.flatMap(
    ({ id, title, subject, states, opening, timeLimits, transitions }) => [
      [`regime.${id}`, title],
      [`regime.${id}.subject`, subject],
      ...states.map((state) => [`regime.${id}.state.${state.id}`, state.title]),
      ...(opening === undefined ? [] : [[`regime.${id}.open`, opening.title]]),
      ...timeLimits.flatMap((limit) => [
        [`regime.${id}.limit.${limit.id}`, limit.title],
        [`regime.party.${limit.responsible.replaceAll(' ', '-')}`, limit.responsible],
      ]),
      ...transitions.map((transition) => [`regime.${id}.step.${transition.id}`, transition.title]),
    ],
  )
  const doings = workflows.flatMap(({ opening, transitions }) => [
    ...(opening === undefined ? [] : [opening]),
    ...transitions,
  ])
  return Object.fromEntries([
    ...names,
    ...roles.map(({ id, title }) => [`regime.role.${id}`, title]),
    ...regime.provisions.map(({ id, summary }) => [`regime.provision.${id}`, summary]),
    ...regime.duties.map(({ id, title }) => [`regime.duty.${id}`, title]),
    ...doings.flatMap(({ fields, checks }) => [
      ...fields.map(({ label }) => [`regime.field.${slugOf(label)}`, label]),
      ...checks.map(({ message }) => [`regime.check.${slugOf(message)}`, message]),
    ]),
    [`regime.law.${regime.id}`, regime.title],
    [`regime.law.${regime.id}.jurisdiction`, regime.jurisdiction],
    [`regime.law.${regime.id}.caution`, regime.caution],
  ]) as Record<string, string>
}

test('every name of the regime has words in each language, and those in English are its own', () => {
  const beside = { 'regime.step.open': expect.anything(), 'regime.step.match': expect.anything() }
  const { values, documents, recipients, conditions } = codesOf()
  const coded = Object.fromEntries(
    [
      ...values.map((one) => `regime.value.${one}`),
      ...documents.map((one) => `regime.document.${one}`),
      ...recipients.map((one) => `regime.recipient.${slugOf(one)}`),
      ...conditions.map((one) => `regime.condition.${slugOf(one)}`),
    ].map((key) => [key, expect.any(String)]),
  )
  expect(readLocale(locales, 'en')['regimes']).toEqual({ ...namesOf(), ...beside, ...coded })
})

/** Values and conditions of fields, and the documents that are owed, with their recipients. */
function codesOf(): Record<'values' | 'documents' | 'recipients' | 'conditions', string[]> {
  const { workflows } = shippedRules('eu-dsa').regime
  const doings = workflows.flatMap(({ opening, transitions }) => [
    ...(opening === undefined ? [] : [opening]),
    ...transitions,
  ])
  const owed = workflows.flatMap(({ onOpen, transitions }) => [
    ...(onOpen?.owes ?? []),
    ...transitions.flatMap(({ owes }) => owes),
  ])
  return {
    values: doings.flatMap(({ fields }) => fields.flatMap(({ values }) => values ?? [])),
    conditions: doings.flatMap(({ fields }) =>
      fields.flatMap(({ when }) => (when === undefined ? [] : [conditionWords(when)])),
    ),
    documents: owed.map(({ document }) => document),
    recipients: owed.map(({ to }) => to),
  }
}

test('no two texts of the regime have the same key', () => {
  const { regime } = shippedRules('eu-dsa')
  const texts = regime.workflows.flatMap(({ opening, transitions }) =>
    [...(opening === undefined ? [] : [opening]), ...transitions].flatMap(({ fields, checks }) => [
      ...fields.map(({ label }) => `field ${label}`),
      ...checks.map(({ message }) => `check ${message}`),
    ]),
  )
  const all = new Set(texts)
  expect(new Set([...all].map(slugOf)).size).toBe(all.size)
})

test('each fault of a drafted statement has words in each language', () => {
  const drafts = join(root, 'packages/server/src/enforcement/moderation/draft-statement.ts')
  const faults = [...readFileSync(drafts, 'utf8').matchAll(/field: '[\w.]+', message: '([^']+)'/g)]
  expect(faults.length).toBeGreaterThan(3)
  const words = readLocale(locales, 'en')['moderation'] ?? {}
  for (const [, message = ''] of faults) {
    expect(words[`item-review.fault.${slugOf(message)}`]).toBe(message)
  }
})
