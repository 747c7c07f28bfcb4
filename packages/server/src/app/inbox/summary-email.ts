import type { InboxKind, InboxUrgency, WatchSummaryView } from '@touchstone/contract'
import { textIn, type ServerText } from '../../platform/messages/index.ts'
import { plain, watchParts } from './watch-email.ts'
import { countsOf, inOrder, type InboxItem, type WaitingByKind } from './types.ts'

/** Items that a summary names. */
export const namedItems = 10

/**
 * Kinds whose title is that of a listing or of nothing personal. Cases and proceedings may be named after a seller, and
 * a notice may give no more than an address.
 */
const titled: ReadonlySet<InboxKind> = new Set([
  'finding',
  'seller',
  'decision-approval',
  'proof-submission',
  'claim-decision',
  'failing-webhook',
])

export type SummaryOptions = {
  locale: string
  organisation: string
  timeZone: string
  publicUrl: string
  waiting: WaitingByKind
  /** What watches found on the day that is over. */
  watches?: WatchSummaryView | undefined
  now: Date
}

/** What waits and what watches found, as an email in the person’s language; undefined where there is nothing. */
export function summaryEmail(
  options: SummaryOptions,
): { subject: string; text: string } | undefined {
  const { waiting, watches, now } = options
  const counts = countsOf(waiting)
  if (counts.length === 0 && (watches?.isEmpty ?? true)) return undefined
  const text = textIn('inbox', options.locale)
  const english = textIn('inbox', 'en')
  const items = inOrder(waiting, now).slice(0, namedItems)
  const written = [write(text, options, items)]
  // A translation that no native speaker has read is followed by the words that it translates.
  if (!text.reviewed) written.push(write(english, options, items))
  return {
    subject: subjectOf(
      text,
      options,
      counts.reduce((sum, { count }) => sum + count, 0),
    ),
    text: written.join('\n\n* * *\n\n'),
  }
}

type Words = ServerText<'inbox'>

function subjectOf({ t }: Words, { organisation, watches }: SummaryOptions, count: number): string {
  if (count > 0) return t('summary.subject', { count, organisation })
  const finds = watches?.newFinds.count ?? 0
  if (finds > 0) return t('watches.subject', { count: finds, organisation })
  return t('watches.subject.changes', { organisation })
}

function write(text: Words, options: SummaryOptions, items: readonly InboxItem[]): string {
  const { t } = text
  const { waiting, watches, organisation, publicUrl } = options
  const counted = countsOf(waiting).map(
    ({ kind, count, more }) =>
      `${text.word(`summary.list.${kind}`) ?? kind}: ${count}${more ? '+' : ''}`,
  )
  const groups = (['overdue', 'soon', 'open', 'new'] as const).flatMap((urgency) => {
    const own = items.filter((item) => item.urgency === urgency)
    if (own.length === 0) return []
    return [[urgencyIn(text, urgency), ...own.map((item) => line(text, options, item))].join('\n')]
  })
  const ofWatches =
    watches === undefined ? [] : watchParts(text, watches, (path) => addressOf(publicUrl, path))
  return [
    ...(counted.length === 0 ? [] : [t('summary.lead', { organisation }), counted.join('\n')]),
    ...groups,
    ...ofWatches,
    t('summary.inbox', { address: addressOf(publicUrl, '/') }),
    t('summary.end', { address: addressOf(publicUrl, '/account') }),
  ].join('\n\n')
}

function line(
  text: Words,
  { timeZone, publicUrl }: SummaryOptions,
  { kind, title, brand, until, path }: InboxItem,
): string {
  const due =
    until === null
      ? undefined
      : text.t('summary.due', {
          when: new Intl.DateTimeFormat(text.language, {
            dateStyle: 'medium',
            timeStyle: 'short',
            timeZone,
          }).format(until),
        })
  const words = [
    kindIn(text, kind),
    ...(titled.has(kind) && title !== null ? [plain(title)] : []),
    ...(brand === null ? [] : [plain(brand)]),
    ...(due === undefined ? [] : [due]),
  ]
  return `- ${words.join(' · ')}\n  ${addressOf(publicUrl, path)}`
}

function kindIn(text: Words, kind: InboxKind): string {
  return text.word(`summary.kind.${kind}`) ?? kind
}

function urgencyIn(text: Words, urgency: InboxUrgency): string {
  return text.word(`summary.urgency.${urgency}`) ?? urgency
}

function addressOf(publicUrl: string, path: string): string {
  return new URL(path, publicUrl).href
}
