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

const portal = join(packages, 'seller-portal', 'locales')
const checked = Object.entries(readLocales(portal)).flatMap(([language, { check, report }]) =>
  check === undefined || report === undefined ? [] : [{ language, check, report }],
)

/** Roots of what no answer about goods may say: genuine, authentic, fake, counterfeit. */
const verdicts: Readonly<Record<string, RegExp>> = {
  ar: /أصلي|مزي[ّ]?ف|مقل[ّ]?د|تقليد/,
  de: /\bechte?\b|original|fälsch|plagiat/i,
  en: /genuine|authentic|fake|counterfeit/i,
  es: /auténtic|genuin|falso|falsific/i,
  fa: /کالای اصل|اصل است|تقلبی|جعلی/,
  fr: /authenti|véritable|faux\b|contrefa|falsifi/i,
  hi: /असली|नकली|नक़ली|जाली/,
  id: /asli\b|palsu|otentik/i,
  it: /autentic|genuin|falso|falsific|contraffa/i,
  ja: /正規|本物|偽/,
  ko: /정품|가짜|위조|짝퉁/,
  pl: /oryginaln|autentyczn|podr[óo]b|fałsz/i,
  pt: /autêntic|genuín|falso|falsific|contrafa/i,
  ru: /подлин|оригинал|поддел|фальш|контрафакт/i,
  th: /ของแท้|ปลอม|เลียนแบบ/,
  tr: /orijinal|gerçek ürün|sahte|taklit/i,
  uk: /справжн|оригінал|підробл|фальш|контрафакт/i,
  vi: /chính hãng|hàng thật|hàng giả|giả mạo|hàng nhái/i,
  zh: /真品|正品|假货|假冒|仿冒/,
}

test.each(checked)(
  'the check of a code in $language gives no verdict on goods',
  ({ language, check, report }) => {
    const said = Object.entries({ ...check, ...report }).filter(
      ([key]) => key !== 'check.unreviewed',
    )
    expect(said.filter(([, message]) => verdicts[language]?.test(message) ?? true)).toEqual([])
  },
)

test.each(checked)(
  'the counts of the check in $language have all plurals that it selects',
  (one) => {
    const rules = new Intl.PluralRules(one.language)
    const counts = Array.from({ length: 200 }, (_, index) => index + 1)
    const categories = new Set(counts.map((count) => rules.select(count)))
    for (const message of Object.values({ ...one.check, ...one.report })) {
      const written = new Set([...message.matchAll(/\b(\w+) \{/g)].map(([, category]) => category))
      if (message.includes(', plural,'))
        expect([...categories].filter((c) => !written.has(c))).toEqual([])
    }
  },
)
