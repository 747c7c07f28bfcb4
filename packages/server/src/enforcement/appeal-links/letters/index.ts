import type { SellerLanguage } from '@touchstone/contract'
import { textIn } from '../../../platform/messages/index.ts'

type Letter = { marketplace: string; url: string; ownWay: string; reference: string; until: Date }

/**
 * The words with which a link can be sent: who writes, what is behind it, that no password is asked, and how to come
 * to the same without the link. Nothing in them hurries anybody.
 */
export function letterOf(
  language: SellerLanguage,
  { marketplace, url, ownWay, reference, until }: Letter,
): { text: string; reviewed: boolean } {
  const { t, reviewed } = textIn('appeal-link', language)
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
    until,
  )
  const paragraphs = [
    t('appeal-link.about', { marketplace, reference }),
    `${t('appeal-link.open')}\n${url}`,
    t('appeal-link.no-password'),
    `${t('appeal-link.own-channel')}\n${ownWay}`,
    t('appeal-link.once', { day }),
  ]
  return { text: paragraphs.join('\n\n'), reviewed }
}
