import type { Sealer } from '../../platform/encryption/index.ts'
import { textIn } from '../../platform/messages/index.ts'
import type { BuyerLanguage } from './types.ts'

/** What emails to buyers need. */
export type BuyerMail = { sealer: Sealer; publicUrl: string }

/** Asks to confirm the address. Nothing in it was written by the person who left it. */
export function confirmationEmail(
  language: BuyerLanguage,
  { marketplace, publicUrl, token }: { marketplace: string; publicUrl: string; token: string },
): { subject: string; text: string } {
  const { t } = textIn('buyers', language)
  return {
    subject: t('buyers.confirm.subject'),
    text: [
      t('buyers.confirm.about', { marketplace }),
      // The token is in the fragment, which reaches no server and no log.
      `${publicUrl}/check?email=confirm#${token}`,
      t('buyers.confirm.not-you'),
    ].join('\n\n'),
  }
}
