import type { ModerationSettingsInput } from '@touchstone/contract'
import { textIn } from '../../platform/messages/index.ts'

type Texts = ModerationSettingsInput['texts']

/** Messages to notifiers are in English. */
const language = 'en'

/**
 * Confirms receipt. Contains nothing written by the sender: otherwise anyone could make the server write to anyone.
 */
export function acknowledgementText(options: {
  texts: Texts
  notice: string
  items: number
  receivedAt: Date
}): { subject: string; text: string } {
  const { texts, notice, items, receivedAt } = options
  const { t } = textIn('notifier', language)
  return {
    subject: t('notifier.received', { platform: texts.platform }),
    text: [
      t('notifier.received.number', { items, notice, receivedAt: receivedAt.toISOString() }),
      t('notifier.received.code'),
      t('notifier.received.not-sent'),
    ].join('\n\n'),
  }
}

/** The message to a notifier about a decision (Art. 16(5) and (6) DSA), without anything of the seller's. */
export function decisionText(options: {
  texts: Texts
  notice: string
  position: number
  outcome: string
  reasons: string
  measures: readonly string[]
  dropped?: string
  automated: string
  redress: readonly string[]
  complainUntil?: string
}): { subject: string; text: string } {
  const { texts, redress, measures, notice } = options
  const { t, word } = textIn('notifier', language)
  const decided =
    options.dropped === undefined
      ? [
          word(`notifier.outcome.${options.outcome}`) ?? '',
          measures.length === 0 ? '' : t('notifier.measures', { measures: measures.join(', ') }),
        ]
      : [t('notifier.dropped', { why: options.dropped })]
  return {
    subject: t('notifier.decision', { platform: texts.platform }),
    text: [
      t('notifier.decision.item', { item: options.position + 1, notice }),
      decided.filter((one) => one !== '').join(' '),
      t('notifier.reasons', { reasons: options.reasons }),
      word(`notifier.automated.${options.automated}`) ?? '',
      ...redressLines({ texts, redress, until: options.complainUntil }),
    ]
      .filter((one) => one !== '')
      .join('\n\n'),
  }
}

/** The message to a complainant (Art. 20(5) DSA). */
export function complaintText(options: {
  texts: Texts
  upheld: boolean
  reasons: string
  redress: readonly string[]
}): { subject: string; text: string } {
  const { t } = textIn('notifier', language)
  return {
    subject: t('notifier.complaint', { platform: options.texts.platform }),
    text: [
      t(options.upheld ? 'notifier.complaint.upheld' : 'notifier.complaint.rejected'),
      t('notifier.reasons', { reasons: options.reasons }),
      t('notifier.complaint.person'),
      ...redressLines({ ...options, until: undefined }),
    ].join('\n\n'),
  }
}

function redressLines(options: {
  texts: Texts
  redress: readonly string[]
  until: string | undefined
}): string[] {
  const { texts, redress, until } = options
  const { t } = textIn('notifier', language)
  return [
    ...(redress.includes('internal-complaint') && until !== undefined
      ? [t('notifier.redress.complain', { until, where: texts.complaints })]
      : []),
    ...(redress.includes('out-of-court')
      ? [t('notifier.redress.bodies', { bodies: texts.bodies })]
      : []),
    t('notifier.redress.court', { court: texts.court }),
  ]
}
