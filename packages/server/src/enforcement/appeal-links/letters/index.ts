import type { SellerLanguage } from '@touchstone/contract'
import { letters } from './texts.ts'

type Letter = { marketplace: string; url: string; ownWay: string; reference: string; until: Date }

/**
 * The words with which a link can be sent: who writes, what is behind it, that no password is asked, and how to come
 * to the same without the link. Nothing in them hurries anybody.
 */
export function letterOf(
  language: SellerLanguage,
  { marketplace, url, ownWay, reference, until }: Letter,
): { text: string; reviewed: boolean } {
  const { about, there, calm, instead, once, reviewed } = letters[language]
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
    until,
  )
  const filled = [about, `${there}\n${url}`, calm, `${instead}\n${ownWay}`, once].map((sentence) =>
    sentence
      .replace('{marketplace}', () => marketplace)
      .replace('{reference}', () => reference)
      .replace('{day}', () => day),
  )
  return { text: filled.join('\n\n'), reviewed }
}
