import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hiddenKeysIn, keysNamedIn } from '@touchstone/messages/testing'
import {
  faultsOfLocales,
  readLanguages,
  readLocale,
  readLocales,
} from '../packages/messages/src/compile/index.ts'
import { localesOf, messageOwners, typesOf } from './message-types.ts'

const packages = join(dirname(import.meta.dirname), 'packages')

test('every package with locale files is listed', () => {
  const found = readdirSync(packages).filter((name) =>
    ['locales', 'src/locales'].some((folder) => existsSync(join(packages, name, folder))),
  )
  expect(messageOwners.map(({ name }) => name).toSorted()).toEqual(found.toSorted())
})

describe.each(messageOwners)('the messages of $name', (owner) => {
  const locales = localesOf(owner)

  test('have in every language the keys and arguments of the English ones', () => {
    expect(faultsOfLocales(readLocales(locales), readLanguages(locales))).toEqual([])
  })

  test('are in the languages that are listed, of which English is reviewed', () => {
    const listed = readLanguages(locales)
    expect(Object.keys(listed)).toEqual(Object.keys(readLocales(locales)).toSorted())
    expect(listed['en']?.reviewed).toBe(true)
  })

  test('have types that are current: run `npm run messages`', () => {
    for (const { file, text } of typesOf(owner)) expect(readFileSync(file, 'utf8')).toBe(text)
  })

  test('are all shown somewhere, under keys that begin with their literal part', () => {
    const source = join(packages, owner.name, 'src')
    const ofTypes = new Set(typesOf(owner).map(({ file }) => file))
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
      .map((name) => join(source, name))
      .filter((file) => !ofTypes.has(file))
      .filter(
        (file) => owner.reader === undefined || readFileSync(file, 'utf8').includes(owner.reader),
      )
    const keys = Object.values(readLocale(locales, 'en')).flatMap(Object.keys)
    const named = keysNamedIn(files, keys)
    expect(keys.filter((key) => !named.has(key))).toEqual([])
    expect(hiddenKeysIn(files)).toEqual([])
  })
})

/** Words that are the same in Indonesian or Chinese: names, units and loanwords of the trade. */
const sameInOthers =
  /^(?:Webhook|Slug|Bank|Host|Hosting|Format|SHA-256|Emails?|Status|Admin|Auditor|Video|Model|SLA|Label|Touchstone|Menu|Operator|Email: |ID ?|No|eBay|api\.ebay\.com)?[^a-zA-Z]*(?:KB|KiB|MiB)?$/

test.each(['id', 'zh'])('no English message is left in %s', (language) => {
  const left = messageOwners.flatMap((owner) => {
    const locales = localesOf(owner)
    const translated = readLocale(locales, language)
    return Object.entries(readLocale(locales, 'en')).flatMap(([namespace, messages]) =>
      Object.entries(messages)
        .filter(([key, message]) => translated[namespace]?.[key] === message)
        .filter(([, message]) => !sameInOthers.test(message.replaceAll(/\{[^{}]*\}/g, '')))
        .map(([key]) => `${owner.name} ${key}`),
    )
  })
  expect(left).toEqual([])
})

test.each(['en', 'id', 'zh'])(
  'the daily summary in %s names work as the inbox does',
  (language) => {
    const [console, server] = ['console', 'server'].map(
      (name) => readLocale(join(packages, name, 'locales'), language)['inbox'] ?? {},
    )
    const shared = Object.entries(server ?? {}).filter(([key]) =>
      /^summary\.(?:kind|list|urgency)\./.test(key),
    )
    expect(shared.length).toBeGreaterThan(30)
    for (const [key, message] of shared) {
      expect([key, message]).toEqual([key, console?.[key.replace('summary.', 'inbox.')]])
    }
  },
)
