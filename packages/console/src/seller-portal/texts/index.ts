import type { SellerLanguage } from '@touchstone/contract'
import type { en } from './en.ts'

export type Words = Readonly<Record<keyof typeof en, string>>
/** The words in one language, and whether somebody who speaks it has looked through them. */
export type SellerTexts = { reviewed: boolean; words: Words }

const loaders: Readonly<Record<SellerLanguage, () => Promise<SellerTexts>>> = {
  ar: async () => (await import('./ar.ts')).texts,
  de: async () => (await import('./de.ts')).texts,
  en: async () => (await import('./en.ts')).texts,
  es: async () => (await import('./es.ts')).texts,
  fa: async () => (await import('./fa.ts')).texts,
  fr: async () => (await import('./fr.ts')).texts,
  hi: async () => (await import('./hi.ts')).texts,
  id: async () => (await import('./id.ts')).texts,
  it: async () => (await import('./it.ts')).texts,
  ja: async () => (await import('./ja.ts')).texts,
  ko: async () => (await import('./ko.ts')).texts,
  pl: async () => (await import('./pl.ts')).texts,
  pt: async () => (await import('./pt.ts')).texts,
  ru: async () => (await import('./ru.ts')).texts,
  th: async () => (await import('./th.ts')).texts,
  tr: async () => (await import('./tr.ts')).texts,
  uk: async () => (await import('./uk.ts')).texts,
  vi: async () => (await import('./vi.ts')).texts,
  zh: async () => (await import('./zh.ts')).texts,
}

export function loadTexts(language: SellerLanguage): Promise<SellerTexts> {
  return loaders[language]()
}

/** A sentence with its gaps filled. */
export function filled(sentence: string, gaps: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (gap, name: string) => gaps[name] ?? gap)
}
