import type { SellerLanguage } from '@touchstone/contract'
import { createMessageText, type MessageText } from '@touchstone/messages'
import listed from './languages.json' with { type: 'json' }
import enBuyers from './en/buyer-letter.json' with { type: 'json' }
import enReferrals from './en/referral-template.json' with { type: 'json' }
import idReferrals from './id/referral-template.json' with { type: 'json' }
import zhReferrals from './zh/referral-template.json' with { type: 'json' }
import idBuyers from './id/buyer-letter.json' with { type: 'json' }
import zhBuyers from './zh/buyer-letter.json' with { type: 'json' }
import ar from './ar/statement-of-reasons.json' with { type: 'json' }
import de from './de/statement-of-reasons.json' with { type: 'json' }
import en from './en/statement-of-reasons.json' with { type: 'json' }
import es from './es/statement-of-reasons.json' with { type: 'json' }
import fa from './fa/statement-of-reasons.json' with { type: 'json' }
import fr from './fr/statement-of-reasons.json' with { type: 'json' }
import hi from './hi/statement-of-reasons.json' with { type: 'json' }
import id from './id/statement-of-reasons.json' with { type: 'json' }
import it from './it/statement-of-reasons.json' with { type: 'json' }
import ja from './ja/statement-of-reasons.json' with { type: 'json' }
import ko from './ko/statement-of-reasons.json' with { type: 'json' }
import pl from './pl/statement-of-reasons.json' with { type: 'json' }
import pt from './pt/statement-of-reasons.json' with { type: 'json' }
import ru from './ru/statement-of-reasons.json' with { type: 'json' }
import th from './th/statement-of-reasons.json' with { type: 'json' }
import tr from './tr/statement-of-reasons.json' with { type: 'json' }
import uk from './uk/statement-of-reasons.json' with { type: 'json' }
import vi from './vi/statement-of-reasons.json' with { type: 'json' }
import zh from './zh/statement-of-reasons.json' with { type: 'json' }
import type { MessageArguments, NamespaceKeys } from './message-types.ts'

/** They only contain plain placeholders (checked by a test), which are inserted without a compiler. */
const messages: Readonly<Record<SellerLanguage, typeof en>> = {
  ar,
  de,
  en,
  es,
  fa,
  fr,
  hi,
  id,
  it,
  ja,
  ko,
  pl,
  pt,
  ru,
  th,
  tr,
  uk,
  vi,
  zh,
}

/** The English messages as they are written, with their places. */
export const englishMessages: typeof en = en

/** The sentences of statements of reasons in one language. */
export type StatementText = {
  /** Whether a native speaker has read them. */
  reviewed: boolean
  t: MessageText<NamespaceKeys['statement-of-reasons'], MessageArguments>['t']
}

/** The sentences in any of the languages in which sellers are written to. */
export function statementTextIn(language: SellerLanguage): StatementText {
  const { t } = createMessageText<NamespaceKeys['statement-of-reasons'], MessageArguments>(
    language,
    messages[language],
  )
  return { reviewed: listed[language].reviewed, t }
}

const buyerMessages = { en: enBuyers, id: idBuyers, zh: zhBuyers }

/** The languages in which buyers are written to: those of the console, whose readers choose one. */
export type BuyerLanguage = keyof typeof buyerMessages

/** The sentences to buyers in one language. */
export function buyerTextIn(
  language: BuyerLanguage,
): MessageText<NamespaceKeys['buyer-letter'], MessageArguments>['t'] {
  return createMessageText<NamespaceKeys['buyer-letter'], MessageArguments>(
    language,
    buyerMessages[language],
  ).t
}

const referralMessages = { en: enReferrals, id: idReferrals, zh: zhReferrals }

/** The languages of dossiers. */
export type ReferralLanguage = keyof typeof referralMessages

/** The label of a line of a referral template, or its id if it has none. */
export function referralLineLabel(label: string, language: ReferralLanguage): string {
  const messages: Readonly<Record<string, string>> = referralMessages[language]
  return messages[`referral.line.${label}`] ?? label
}

/** The name of a referral template, or its id if it has none. */
export function referralTemplateName(id: string, language: ReferralLanguage): string {
  const messages: Readonly<Record<string, string>> = referralMessages[language]
  return messages[`referral.template.${id}`] ?? id
}
