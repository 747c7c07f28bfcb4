import type { SellerLanguage } from '@touchstone/contract'
import { textIn, type ServerText } from '../../platform/messages/index.ts'

type Message = { subject: string; text: string }
type Written = { marketplace: string; publicUrl: string; link: string; token: string }

/** Asks to confirm the address. Nothing in it was written by the person who left the address. */
export function confirmationEmail(language: SellerLanguage, about: Written): Message {
  return messageIn(language, ({ t }) => ({
    subject: t('email-updates.confirm.subject'),
    text: [
      t('email-updates.confirm.about', { marketplace: about.marketplace }),
      tokenAddress(about, 'confirm'),
      t('email-updates.confirm.not-you'),
    ].join('\n\n'),
  }))
}

/** Says that there is news, and nothing of it: anyone may read over the seller's shoulder. */
export function newsEmail(language: SellerLanguage, about: Written): Message {
  const { marketplace, publicUrl, link } = about
  return messageIn(language, ({ t }) => ({
    subject: t('email-updates.news.subject'),
    text: [
      t('email-updates.news.about', { marketplace }),
      `${publicUrl}/appeal?link=${link}`,
      t('email-updates.news.stop'),
      tokenAddress(about, 'remove'),
    ].join('\n\n'),
  }))
}

/** The token is in the fragment, which reaches no server and no log. */
function tokenAddress({ publicUrl, token }: Written, does: 'confirm' | 'remove'): string {
  return `${publicUrl}/appeal?email=${does}#${token}`
}

/** Adds the English text to one that no native speaker has read. */
function messageIn(
  language: SellerLanguage,
  write: (text: ServerText<'email-updates'>) => Message,
): Message {
  const text = textIn('email-updates', language)
  const message = write(text)
  if (text.reviewed) return message
  const english = write(textIn('email-updates', 'en'))
  return {
    subject: message.subject,
    text: [text.t('email-updates.unreviewed'), message.text, english.text].join('\n\n'),
  }
}
