import type { Text } from '../../messages/index.ts'

/** An event of a notice, as in its record and in the timeline of its case. */
export type NoticeHappening = { kind: string; data: Readonly<Record<string, unknown>> }

/** Words an event of a notice, with the text entered with it. Read defensively: newer servers write more kinds. */
export function noticeEventText(
  { kind, data }: NoticeHappening,
  { t, word, list, number }: Text,
  organisationName: (slug: string) => string,
): { words: string; said?: string } {
  const textOf = (name: string): string => (typeof data[name] === 'string' ? data[name] : '')
  const from = organisationName(textOf('from'))
  const to = organisationName(textOf('to'))
  const names = Array.isArray(data['to'])
    ? data['to'].filter((one): one is string => typeof one === 'string')
    : []
  const with_ = (words: string, ...parts: string[]): { words: string; said?: string } => {
    const text = parts.filter((part) => part !== '').join('\n')
    return text === '' ? { words } : { words, said: text }
  }
  switch (kind) {
    case 'sent': {
      const methods = names.map((one) => word(`delivery-method.${one}`) ?? one)
      return { words: t('notice-event.sent', { ways: list(methods) }) }
    }
    case 'handed-over':
      return textOf('refused') === ''
        ? { words: t('notice-event.handed-over', { to }) }
        : with_(t('notice-event.refused', { to }), textOf('refused'))
    case 'looked': {
      const look = word(`takedown-state.${textOf('look')}`) ?? textOf('look')
      return with_(t('notice-event.looked', { look }), textOf('sentence'))
    }
    case 'acknowledged':
      return with_(
        textOf('from') === ''
          ? t('notice-event.acknowledged')
          : t('notice-event.acknowledged.from', { from }),
        textOf('note'),
      )
    case 'decided': {
      const outcome = word(`notice-outcome.${textOf('outcome')}`) ?? textOf('outcome')
      const items: unknown[] = Array.isArray(data['items']) ? data['items'] : []
      const summaries = items.flatMap((one) =>
        typeof one === 'object' && one !== null && 'summary' in one ? [String(one.summary)] : [],
      )
      const words =
        textOf('from') === ''
          ? t('notice-event.decided', { outcome })
          : t('notice-event.decided.from', { outcome, from })
      return with_(words, textOf('note'), ...new Set(summaries))
    }
    case 'outcome-changed': {
      const outcome = word(`notice-outcome.${textOf('outcome')}`) ?? textOf('outcome')
      return { words: t('notice-event.outcome-changed', { outcome, from }) }
    }
    case 'reminded': {
      const count = typeof data['number'] === 'number' ? data['number'] : 1
      return { words: t('notice-event.reminded', { number: number(count) }) }
    }
    case 'withdrawal-told':
      return { words: t('notice-event.withdrawal-told', { to }) }
    case 'pursued': {
      const words = word(`notice-event.pursued.${textOf('type')}`, { to }) ?? kind
      return with_(words, textOf('text'), textOf('grounds'), textOf('body'))
    }
    case 'complaint-decided':
      return with_(t('notice-event.complaint-decided', { from }), textOf('decision'))
    case 'seller-answer-decided': {
      const found = textOf('outcome') === 'upheld' || textOf('outcome') === 'accepted'
      const name = `notice-event.seller-answer-decided.${found ? 'right' : 'wrong'}` as const
      return with_(t(name, { from }), textOf('summary'))
    }
    case 'rejected':
    case 'withdrawn':
      return with_(
        t(`notice-event.${kind}`),
        word(`withdrawal.${textOf('cause')}`) ?? '',
        textOf('reason'),
      )
    default:
      return { words: word(`notice-event.${kind}`) ?? kind }
  }
}
