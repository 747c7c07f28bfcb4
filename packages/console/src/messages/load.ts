import { locales, type Catalogue, type LaterMessages, type Locale } from './catalogue.ts'

const loaders: Record<Locale, () => Promise<Catalogue>> = {
  en: async () => (await import('./en.ts')).en,
  id: async () => (await import('./id.ts')).id,
  zh: async () => (await import('./zh.ts')).zh,
}

const laterLoaders: Record<Locale, () => Promise<LaterMessages>> = {
  en: async () => (await import('./later/en.ts')).later,
  id: async () => (await import('./later/id.ts')).later,
  zh: async () => (await import('./later/zh.ts')).later,
}

/** Each language under its own name, so that it is found by those who read no other. */
export const localeNames: Record<Locale, string> = {
  en: 'English',
  id: 'Bahasa Indonesia',
  zh: '简体中文',
}

let spoken: Locale = 'en'
let isLaterWanted = false

export async function loadCatalogue(locale: Locale): Promise<Catalogue> {
  const catalogue = await loaders[locale]()
  if (isLaterWanted) await addLater(locale)
  spoken = locale
  return catalogue
}

/** Adds the words of rooms that few open to those that are spoken: whoever reads them finds them from then on. */
async function addLater(locale: Locale): Promise<void> {
  const [{ messages }, later] = await Promise.all([loaders[locale](), laterLoaders[locale]()])
  Object.assign(messages, later)
}

/** A page that is drawn once the words of rooms that few open are there too, in the language that is spoken. */
export async function withLaterWords<T>(page: Promise<T>): Promise<T> {
  isLaterWanted = true
  const [loaded] = await Promise.all([page, addLater(spoken)])
  return loaded
}

const storedUnder = 'touchstone.locale'

/** The language of a tag, where there are pages in it. */
export function localeOf(tag: string | null | undefined): Locale | undefined {
  const [language] = (tag ?? '').toLowerCase().split('-')
  return locales.find((locale) => locale === language)
}

/** What was chosen on this device before, else what the browser asks for. */
export function preferredLocale(): Locale {
  const wanted = [localStorage.getItem(storedUnder), ...navigator.languages]
  return wanted.map(localeOf).find((locale) => locale !== undefined) ?? 'en'
}

export function rememberLocale(locale: Locale): void {
  localStorage.setItem(storedUnder, locale)
}
