import {
  readStoredSentence,
  sellerLanguages,
  type Measure,
  type ModerationSettingsInput,
  type SellerLanguage,
} from '@touchstone/contract'
import { measureText, wordDraftedIn } from '@touchstone/jurisdiction'
import { textIn, type ServerText } from '../../platform/messages/index.ts'

type Texts = ModerationSettingsInput['texts']
type NotifierText = ServerText<'notifier'>
type Message = { subject: string; text: string }

/**
 * A message in the language of the notice, or in English where that language has none. Under sentences that no native
 * speaker has read are the English ones, which prevail.
 */
function messageIn(language: string | undefined, write: (text: NotifierText) => Message): Message {
  const text = textIn('notifier', language ?? 'en')
  const message = write(text)
  if (text.reviewed) return message
  const english = write(textIn('notifier', 'en'))
  return {
    subject: message.subject,
    text: [text.t('notifier.unreviewed'), message.text, english.text].join('\n\n'),
  }
}

/**
 * Confirms receipt. Contains nothing written by the sender: otherwise anyone could make the server write to anyone.
 */
export function acknowledgementText(options: {
  language: string | undefined
  texts: Texts
  notice: string
  items: number
  receivedAt: Date
}): Message {
  const { texts, notice, items, receivedAt, language } = options
  return messageIn(language, ({ t }) => ({
    subject: t('notifier.received', { platform: texts.platform }),
    text: [
      t('notifier.received.number', { items, notice, receivedAt: receivedAt.toISOString() }),
      t('notifier.received.code'),
      t('notifier.received.not-sent'),
    ].join('\n\n'),
  }))
}

type Decision = {
  texts: Texts
  notice: string
  position: number
  outcome: string
  reasons: string
  measures: readonly Measure[]
  dropped?: string
  automated: string
  redress: readonly string[]
  complainUntil?: string
}

/** The message to a notifier about a decision (Art. 16(5) and (6) DSA), without anything of the seller's. */
export function decisionText(options: Decision & { language: string | undefined }): Message {
  return messageIn(options.language, (text) => decisionIn(text, options))
}

function decisionIn(text: NotifierText, options: Decision): Message {
  const { texts, redress, notice } = options
  const { t, word } = text
  const language = languageOf(text)
  const measures = options.measures.map((measure) => measureText({ measure }, language))
  const decided =
    options.dropped === undefined
      ? [
          word(`notifier.outcome.${options.outcome}`) ?? '',
          measures.length === 0 ? '' : t('notifier.measures', { measures: measures.join('; ') }),
        ]
      : [t('notifier.dropped', { why: options.dropped })]
  return {
    subject: t('notifier.decision', { platform: texts.platform }),
    text: [
      t('notifier.decision.item', { item: options.position + 1, notice }),
      decided.filter((one) => one !== '').join(' '),
      t('notifier.reasons', { reasons: reasonsIn(text, options.reasons) }),
      word(`notifier.automated.${options.automated}`) ?? '',
      ...redressLines({ text, texts, redress, until: options.complainUntil }),
    ]
      .filter((one) => one !== '')
      .join('\n\n'),
  }
}

function languageOf({ language }: NotifierText): SellerLanguage {
  return sellerLanguages.find((one) => one === language) ?? 'en'
}

/** The reasons that were proposed to the reviewer have words in each language; those of a person stay as they are. */
function reasonsIn({ t }: NotifierText, reasons: string): string {
  const { code, values } = readStoredSentence(reasons) ?? {}
  if (code === 'decision.reasons') return t('notifier.reasons.proposed')
  if (code !== 'decision.reasons-right') return reasons
  return t('notifier.reasons.proposed-right', { right: values?.['right'] ?? '' })
}

/** The message to a complainant (Art. 20(5) DSA). */
export function complaintText(options: {
  language: string | undefined
  texts: Texts
  upheld: boolean
  reasons: string
  redress: readonly string[]
}): Message {
  return messageIn(options.language, (text) => complaintIn(text, options))
}

function complaintIn(
  text: NotifierText,
  options: Omit<Parameters<typeof complaintText>[0], 'language'>,
): Message {
  const { t } = text
  return {
    subject: t('notifier.complaint', { platform: options.texts.platform }),
    text: [
      t(options.upheld ? 'notifier.complaint.upheld' : 'notifier.complaint.rejected'),
      t('notifier.reasons', { reasons: reasonsIn(text, options.reasons) }),
      t('notifier.complaint.person'),
      ...redressLines({ ...options, text, until: undefined }),
    ].join('\n\n'),
  }
}

function redressLines(options: {
  text: NotifierText
  texts: Texts
  redress: readonly string[]
  until: string | undefined
}): string[] {
  const { texts, redress, until, text } = options
  const { t } = text
  const own = (words: string): string => wordDraftedIn(words, languageOf(text))
  return [
    ...(redress.includes('internal-complaint') && until !== undefined
      ? [t('notifier.redress.complain', { until, where: own(texts.complaints) })]
      : []),
    ...(redress.includes('out-of-court')
      ? [t('notifier.redress.bodies', { bodies: own(texts.bodies) })]
      : []),
    t('notifier.redress.court', { court: own(texts.court) }),
  ]
}
