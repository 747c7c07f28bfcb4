import type { SellerLanguage } from '@touchstone/contract'
import { textIn } from '../../../platform/messages/index.ts'

type Letter = {
  marketplace: string
  url: string
  ownChannel: string
  reference: string
  until: Date
}

/**
 * The message for sending a link: who writes, what the link shows, that no password is needed, and how to get there
 * without the link. Nothing in it creates urgency.
 */
export function letterOf(
  language: SellerLanguage,
  { marketplace, url, ownChannel, reference, until }: Letter,
): { text: string; reviewed: boolean } {
  const { t, reviewed } = textIn('appeal-link', language)
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
    until,
  )
  const paragraphs = [
    t('appeal-link.about', { marketplace, reference }),
    `${t('appeal-link.open')}\n${url}`,
    t('appeal-link.no-password'),
    `${t('appeal-link.own-channel')}\n${ownChannel}`,
    t('appeal-link.once', { day }),
  ]
  return { text: paragraphs.join('\n\n'), reviewed }
}
