import type { Message } from '@touchstone/messages'
import type { ReasonMessages } from '@touchstone/recognition/wording'
import { firstFiles, messageFiles } from 'virtual:messages'
import languages from '../../locales/languages.json' with { type: 'json' }
import { locales, type Catalogue, type Locale, type Namespace } from './catalogue.ts'

/** Each language under its own name, so that it is found by those who read no other. */
export const localeNames: Readonly<Record<Locale, string>> = {
  en: languages.en.name,
  id: languages.id.name,
  zh: languages.zh.name,
}

let current: Locale = 'en'
/** What pages have shown since the first one. */
const wanted = new Set<Namespace>()
const catalogues: Partial<Record<Locale, Promise<Loaded>>> = {}
const loading = new Map<string, Promise<void>>()

type Loaded = { messages: Record<string, Message>; reasons: ReasonMessages }

/** The messages of a language that the first page and the pages opened since then show. */
export async function loadCatalogue(locale: Locale): Promise<Catalogue> {
  // At once, so that a page which loads meanwhile loads its messages in this language.
  current = locale
  await Promise.all([...wanted].map((namespace) => loadMessages(locale, namespace)))
  return loadFirst(locale)
}

/** A page that is drawn once its messages are there too. */
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

/** The catalogue of a language, to which pages add their messages. */
async function loadFirst(locale: Locale): Promise<Loaded> {
  const started =
    catalogues[locale] ??
    firstFiles[locale]().then(({ messages, reasons }) => ({ messages: { ...messages }, reasons }))
  catalogues[locale] = started
  // A file that did not arrive is asked for again the next time.
  started.catch(() => delete catalogues[locale])
  return started
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

/** The language of a tag, where there are pages in it. */
export function localeOf(tag: string | null | undefined): Locale | undefined {
  const [language] = (tag ?? '').toLowerCase().split('-')
  return locales.find((locale) => locale === language)
}

/** What was chosen on this device before, else what the browser asks for. */
export function preferredLocale(): Locale {
  const candidates = [localStorage.getItem(storedUnder), ...navigator.languages]
  return candidates.map(localeOf).find((locale) => locale !== undefined) ?? 'en'
}

export function rememberLocale(locale: Locale): void {
  localStorage.setItem(storedUnder, locale)
}
