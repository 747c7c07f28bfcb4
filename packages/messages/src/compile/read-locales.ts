import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { argumentsOf, compileMessage } from './compile-message.ts'

/** ICU messages by key. */
type Messages = Readonly<Record<string, string>>
/** By language, then by namespace. */
export type Locales = Readonly<Record<string, Readonly<Record<string, Messages>>>>

/** The namespaces of one language: `<folder>/<language>/<namespace>.json`. */
export function readLocale(folder: string, language: string): Record<string, Messages> {
  const files = readdirSync(join(folder, language)).filter((name) => name.endsWith('.json'))
  return Object.fromEntries(
    files
      .toSorted()
      .map((name) => [
        name.slice(0, -'.json'.length),
        JSON.parse(readFileSync(join(folder, language, name), 'utf8')) as Messages,
      ]),
  )
}

/** All languages of a folder. */
export function readLocales(folder: string): Locales {
  const languages = readdirSync(folder, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )
  return Object.fromEntries(languages.map(({ name }) => [name, readLocale(folder, name)]))
}

/** A language in `languages.json`. */
export type ListedLanguage = {
  /** The language's own name. */
  name: string
  /** Whether a native speaker has reviewed all of its messages. */
  reviewed: boolean
  /** The translated namespaces, if not all are. */
  namespaces?: readonly string[]
}

/** The languages of a folder, from its `languages.json`. */
export function readLanguages(folder: string): Readonly<Record<string, ListedLanguage>> {
  return JSON.parse(readFileSync(join(folder, 'languages.json'), 'utf8')) as Record<
    string,
    ListedLanguage
  >
}

/**
 * Differences from English: missing or extra namespaces, keys and arguments, empty or invalid messages; and keys in
 * two namespaces.
 */
export function faultsOfLocales(
  locales: Locales,
  listed: Readonly<Record<string, ListedLanguage>> = {},
): string[] {
  const { en: english = {}, ...translations } = locales
  const owners = Map.groupBy(
    Object.entries(english).flatMap(([namespace, messages]) =>
      Object.keys(messages).map((key) => ({ key, namespace })),
    ),
    ({ key }) => key,
  )
  return [
    ...[...owners].flatMap(([key, all]) =>
      all.length === 1 ? [] : [`${key} is in ${all.map(({ namespace }) => namespace).join(', ')}`],
    ),
    ...Object.entries(english).flatMap(([namespace, messages]) =>
      unreadable(`en/${namespace}`, messages),
    ),
    ...Object.entries(translations).flatMap(([language, namespaces]) => {
      const expectedNames = listed[language]?.namespaces ?? Object.keys(english)
      return [
        ...difference(language, expectedNames, Object.keys(namespaces)),
        ...Object.entries(english).flatMap(([namespace, messages]) => {
          const translated = namespaces[namespace]
          const place = `${language}/${namespace}`
          return translated === undefined ? [] : faultsOfNamespace(place, messages, translated)
        }),
      ]
    }),
  ]
}

function faultsOfNamespace(place: string, english: Messages, messages: Messages): string[] {
  const broken = unreadable(place, messages)
  if (broken.length > 0) return broken
  return [
    ...difference(place, Object.keys(english), Object.keys(messages)),
    ...Object.entries(english).flatMap(([key, message]) => {
      const translated = messages[key]
      if (translated === undefined) return []
      const [expected, actual] = [message, translated].map((text) =>
        [...argumentsOf(text)].join('; '),
      )
      return expected === actual
        ? []
        : [`${place}: ${key} has arguments ${actual}, not ${expected}`]
    }),
  ]
}

function unreadable(place: string, messages: Messages): string[] {
  return Object.entries(messages).flatMap(([key, message]) => {
    if (message.trim() === '') return [`${place}: ${key} is empty`]
    try {
      compileMessage(message)
      return []
    } catch (error) {
      return [`${place}: ${key} cannot be read: ${String(error)}`]
    }
  })
}

function difference(
  place: string,
  expected: readonly string[],
  actual: readonly string[],
): string[] {
  return [
    ...expected.filter((name) => !actual.includes(name)).map((name) => `${place} lacks ${name}`),
    ...actual.filter((name) => !expected.includes(name)).map((name) => `only ${place} has ${name}`),
  ]
}
