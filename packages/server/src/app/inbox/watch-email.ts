import type { WatchSummaryView } from '@touchstone/contract'
import type { ServerText } from '../../platform/messages/index.ts'

type Words = ServerText<'inbox'>
type Find = WatchSummaryView['newFinds']['items'][number]

/** The finds, as many as a summary names of each kind. */
const namedFinds = 3

/** What watches found on the day that is over; empty where there is nothing new. */
export function watchParts(
  text: Words,
  summary: WatchSummaryView,
  addressOf: (path: string) => string,
): string[] {
  if (summary.isEmpty) return []
  const { t } = text
  const { day, newFinds, priceChanges, gone, back, stopped, confirmed, budget } = summary
  const line = (
    { title, watchName, listing }: Pick<Find, 'title' | 'watchName' | 'listing'>,
    more = '',
  ) =>
    `- ${[plain(title ?? listing), ...(more === '' ? [] : [more]), plain(watchName)].join(' · ')}\n  ${addressOf(`/listings/${listing}`)}`
  const finds = <T extends Pick<Find, 'title' | 'watchName' | 'listing'>>(
    heading: string,
    { count, items }: { count: number; items: T[] },
    more: (item: T) => string = () => '',
  ): string[] =>
    count === 0
      ? []
      : [[heading, ...items.slice(0, namedFinds).map((item) => line(item, more(item)))].join('\n')]
  const money = (amount: string, currency: string | null): string =>
    currency === null ? amount : `${amount} ${currency}`
  const cost = new Intl.NumberFormat(text.language, {
    style: 'currency',
    currency: budget.currency,
  }).format(budget.cost)
  const origins = new Intl.ListFormat(text.language).format(
    confirmed.origins.map(
      ({ origin, count }) => `${text.word(`watches.origin.${origin}`) ?? origin} (${count})`,
    ),
  )
  return [
    t('watches.heading', {
      day: new Intl.DateTimeFormat(text.language, { dateStyle: 'long', timeZone: 'UTC' }).format(
        new Date(`${day}T00:00:00Z`),
      ),
    }),
    ...finds(t('watches.new', { count: newFinds.count }), newFinds, ({ price }) =>
      price === null ? '' : money(price.amount, price.currency),
    ),
    ...finds(
      t('watches.price', { count: priceChanges.count }),
      priceChanges,
      ({ before, after, currency }) => `${before} → ${money(after, currency)}`,
    ),
    ...finds(t('watches.back', { count: back.count }), back),
    ...finds(t('watches.gone', { count: gone.count }), gone),
    ...(stopped.length === 0
      ? []
      : [
          [
            t('watches.stopped'),
            ...stopped.map(
              ({ name, endedBy }) =>
                `- ${plain(name)} · ${text.word(`watches.end.${endedBy}`) ?? endedBy}`,
            ),
          ].join('\n'),
        ]),
    ...(confirmed.count === 0 ? [] : [t('watches.confirmed', { count: confirmed.count, origins })]),
    [
      t('watches.budget', { requests: budget.usage.requests, cost }),
      t('watches.not-seen'),
      t('watches.all', { address: addressOf(`/watches/summaries?day=${day}`) }),
    ].join('\n'),
  ]
}

/** Words of strangers on one line, without what a mail program would take for more. */
export function plain(words: string): string {
  return words
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 120)
}
