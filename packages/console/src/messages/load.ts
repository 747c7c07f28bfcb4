import type { Message } from '@touchstone/messages'
import type { Meanings, ReasonMessages } from '@touchstone/recognition/wording'
import { firstFiles, meaningFiles, messageFiles } from 'virtual:messages'
import languages from '../../locales/languages.json' with { type: 'json' }
import { locales, type Catalogue, type Locale, type Namespace } from './catalogue.ts'

/** Each language in its own name, so that its speakers recognise it. */
export const localeNames: Readonly<Record<Locale, string>> = {
  en: languages.en.name,
  id: languages.id.name,
  zh: languages.zh.name,
}

let current: Locale = 'en'
/** Namespaces shown since the first page. */
const wanted = new Set<Namespace>()
const catalogues: Partial<Record<Locale, Promise<Loaded>>> = {}
const loading = new Map<string, Promise<void>>()

type Loaded = {
  messages: Record<string, Message>
  reasons: ReasonMessages
  meanings: Meanings
}

/** Loads the messages of the first page, and of all pages opened since. */
export async function loadCatalogue(locale: Locale): Promise<Catalogue> {
  // Set at once, so that a page loading meanwhile uses this language.
  current = locale
  await Promise.all([...wanted].map((namespace) => loadMessages(locale, namespace)))
  return loadFirst(locale)
}

/** A lazy page that renders once its messages have loaded. */
export async function withMessages<T>(
  namespaces: readonly Namespace[],
  page: Promise<T>,
): Promise<T> {
  namespaces.forEach((namespace) => wanted.add(namespace))
  const [drawn] = await Promise.all([
    page,
    ...namespaces.map((namespace) => loadMessages(current, namespace)),
  ])
  return drawn
}

/** Loads the first messages of a language, to which pages add theirs. */
async function loadFirst(locale: Locale): Promise<Loaded> {
  const started =
    catalogues[locale] ??
    firstFiles[locale]().then(({ messages, reasons }) => ({
      messages: { ...messages },
      reasons,
      meanings: {},
    }))
  catalogues[locale] = started
  // A file that failed to load is requested again next time.
  started.catch(() => delete catalogues[locale])
  return started
}

/** Meanings of terms and kinds of goods; undefined in English, in which the engine has them. */
export async function loadMeanings(locale: Locale): Promise<Meanings | undefined> {
  return (await meaningFiles[locale]?.())?.default
}

async function loadMessages(locale: Locale, namespace: Namespace): Promise<void> {
  const name = `${locale}/${namespace}`
  const file = messageFiles[name]
  if (file === undefined) throw new Error(`there are no messages ${name}`)
  const started =
    loading.get(name) ??
    Promise.all([loadFirst(locale), file()]).then(
      ([catalogue, { default: messages }]) => void Object.assign(catalogue.messages, messages),
    )
  loading.set(name, started)
  started.catch(() => loading.delete(name))
  await started
}

const storedUnder = 'touchstone.locale'

/** The supported language of a tag, if any. */
export function localeOf(tag: string | null | undefined): Locale | undefined {
  const [language] = (tag ?? '').toLowerCase().split('-')
  return locales.find((locale) => locale === language)
}

/** The language chosen on this device, else the browser's preference. */
export function preferredLocale(): Locale {
  const candidates = [localStorage.getItem(storedUnder), ...navigator.languages]
  return candidates.map(localeOf).find((locale) => locale !== undefined) ?? 'en'
}

export function rememberLocale(locale: Locale): void {
  localStorage.setItem(storedUnder, locale)
}
