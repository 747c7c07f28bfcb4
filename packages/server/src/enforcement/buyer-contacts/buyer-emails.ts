import type { SellerLanguage } from '@touchstone/contract'
import type { Sealer } from '../../platform/encryption/index.ts'
import { textIn, type ServerText } from '../../platform/messages/index.ts'

/** What emails to buyers need. */
export type BuyerMail = { sealer: Sealer; publicUrl: string }

type Message = { subject: string; text: string }

/** Asks to confirm the address. Nothing in it was written by the person who left it. */
export function confirmationEmail(
  language: SellerLanguage,
  { marketplace, publicUrl, token }: { marketplace: string; publicUrl: string; token: string },
): Message {
  return messageIn(language, ({ t }) => ({
    subject: t('buyers.confirm.subject'),
    text: [
      t('buyers.confirm.about', { marketplace }),
      // The token is in the fragment, which reaches no server and no log.
      `${publicUrl}/check?email=confirm#${token}`,
      t('buyers.confirm.not-you'),
    ].join('\n\n'),
  }))
}

type Told = Readonly<Record<'en' | 'id' | 'zh', string>>

/** The message of a marketplace, in English where it is not in the language of the buyer. */
export function messageFor(language: SellerLanguage, tell: Told): string {
  return language === 'id' || language === 'zh' ? tell[language] : tell.en
}

/** The message, introduced in the language of the buyer. */
export function decisionEmail(language: SellerLanguage, tell: Told): Message {
  const words = messageFor(language, tell)
  const { t } = textIn('buyers', language)
  const isInEnglish = words === tell.en && language !== 'en'
  return {
    subject: t('buyers.subject'),
    text: [...(isInEnglish ? [t('buyers.decided')] : []), words.trim(), t('buyers.why')].join(
      '\n\n',
    ),
  }
}

export function reversalEmail(language: SellerLanguage): Message {
  return messageIn(language, ({ t }) => ({
    subject: t('buyers.reversed.subject'),
    text: [t('buyers.reversed'), t('buyers.why')].join('\n\n'),
  }))
}

/** Adds the English text to one that no native speaker has read. */
function messageIn(
  language: SellerLanguage,
  write: (text: ServerText<'buyers'>) => Message,
): Message {
  const text = textIn('buyers', language)
  const message = write(text)
  if (text.reviewed) return message
  const english = write(textIn('buyers', 'en'))
  return {
    subject: message.subject,
    text: [message.text, text.t('buyers.unreviewed'), english.text].join('\n\n'),
  }
}
