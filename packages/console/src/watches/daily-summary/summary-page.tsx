import { Button, NativeSelect } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { WatchSummaryView } from '@touchstone/contract'
import type { ReactNode } from 'react'
import {
  Card,
  Empty,
  FactList,
  Page,
  QueryStatus,
  useNow,
  VerdictMark,
} from '../../components/index.ts'
import { useText, type PlainKey } from '../../messages/index.ts'
import { NoWatches, useHasNoWatches, WatchesTabs } from '../watch-components/index.ts'
import { useSummary, useSummaryDays } from './queries.ts'
import { dayOf, noonOf, shifted } from './search.ts'
import styles from './summary.module.css'

const route = getRouteApi('/member/watches/summaries')

type Find = WatchSummaryView['gone']['items'][number]
type Finds<T extends Find> = { count: number; items: T[] }

/** What all watches found on a day, at most a page; by default the last one with news. */
export function WatchSummaryPage(): ReactNode {
  const { t } = useText()
  const { day } = route.useSearch()
  const days = useSummaryDays()
  if (day !== undefined) return <DayPage day={day} />
  if (days.isSuccess) return <LastPage newest={days.data.items[0]?.day} />
  return (
    <Page title={t('watch-summary.title')}>
      <QueryStatus query={days} />
    </Page>
  )
}

function LastPage({ newest }: { newest: string | undefined }): ReactNode {
  const now = useNow()
  return <DayPage day={newest ?? shifted(dayOf(now), -1)} />
}

function DayPage({ day }: { day: string }): ReactNode {
  const { t, day: dayText } = useText()
  const today = dayOf(useNow())
  const summary = useSummary(day)
  const named = { day: dayText(noonOf(day)) }
  return (
    <Page
      title={t('watch-summary.title')}
      lead={
        day === today
          ? t('watch-summary.description.today', named)
          : t('watch-summary.description', named)
      }
      actions={<Days day={day} today={today} />}
    >
      <WatchesTabs here="summary" />
      {summary.isSuccess ? <Summary summary={summary.data} /> : <QueryStatus query={summary} />}
    </Page>
  )
}

/** The day before and after, and the days on which there was something new. */
function Days({ day, today }: { day: string; today: string }): ReactNode {
  const { t, day: dayText, number } = useText()
  const navigate = useNavigate()
  const days = useSummaryDays()
  const open = (to: string): void =>
    void navigate({ to: '/watches/summaries', search: { day: to }, replace: true })
  const news = days.data?.items ?? []
  return (
    <div className={styles.days}>
      <Button variant="default" onClick={() => open(shifted(day, -1))}>
        {t('watch-summary.before')}
      </Button>
      <Button variant="default" disabled={day >= today} onClick={() => open(shifted(day, 1))}>
        {t('watch-summary.after')}
      </Button>
      {news.length > 0 && (
        <NativeSelect
          aria-label={t('watch-summary.days')}
          value={news.some((each) => each.day === day) ? day : ''}
          onChange={({ target }) => open(target.value)}
          data={[
            { value: '', label: t('watch-summary.days'), disabled: true },
            ...news.map((each) => ({
              value: each.day,
              label: t('watch-summary.days.entry', {
                day: dayText(noonOf(each.day)),
                finds: number(each.newFinds),
              }),
            })),
          ]}
        />
      )}
    </div>
  )
}

function Summary({ summary }: { summary: WatchSummaryView }): ReactNode {
  const { t, money } = useText()
  const hasNoWatches = useHasNoWatches()
  const { newFinds, priceChanges, back, gone, stopped, confirmed, isEmpty } = summary
  return (
    <div>
      {hasNoWatches && newFinds.count === 0 && <NoWatches />}
      {hasNoWatches === false && isEmpty && (
        <Empty
          title={t('watch-summary.empty.title')}
          actions={
            <Button variant="default" renderRoot={(props) => <Link to="/account" {...props} />}>
              {t('watch-summary.email')}
            </Button>
          }
        >
          {t('watch-summary.empty')}
        </Empty>
      )}
      <FindsCard
        title="watch-summary.new"
        finds={newFinds}
        detail={({ price }) => price && money(price.amount, price.currency)}
      />
      <FindsCard
        title="watch-summary.price"
        finds={priceChanges}
        detail={({ before, after, currency }) =>
          currency === null
            ? `${before} → ${after}`
            : `${money(before, currency)} → ${money(after, currency)}`
        }
      />
      <FindsCard title="watch-summary.back" finds={back} />
      <FindsCard
        title="watch-summary.gone"
        finds={gone}
        lead={t('watch-summary.gone.description')}
      />
      {stopped.length > 0 && <StoppedCard stopped={stopped} />}
      {confirmed.count > 0 && <ConfirmedCard confirmed={confirmed} />}
      {summary.budget.usage.requests > 0 && <BudgetCard budget={summary.budget} />}
      <p className={styles.unseen}>{t('watch-summary.not-seen')}</p>
    </div>
  )
}

type FindsCardProps<T extends Find> = {
  title: PlainKey & `watch-summary.${string}`
  lead?: string
  finds: Finds<T>
  detail?: (find: T) => ReactNode
}

function FindsCard<T extends Find>({ title, lead, finds, detail }: FindsCardProps<T>): ReactNode {
  const { t, number } = useText()
  if (finds.count === 0) return null
  const more = finds.count - finds.items.length
  return (
    <Card title={`${t(title)} (${number(finds.count)})`} {...(lead !== undefined && { lead })}>
      <ul className={styles.finds}>
        {finds.items.map((find) => (
          <li key={find.listing}>
            <VerdictMark verdict={find.verdict} />
            <Link to="/listings/$id" params={{ id: find.listing }} className="stranger">
              {find.title ?? find.listing}
            </Link>
            {detail && <span className="figures">{detail(find)}</span>}
            <span className={`stranger ${styles.fine}`}>{find.watchName}</span>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p className={styles.fine}>
          <Link to="/listings">{t('watch-summary.more', { count: more })}</Link>
        </p>
      )}
    </Card>
  )
}

function StoppedCard({ stopped }: Pick<WatchSummaryView, 'stopped'>): ReactNode {
  const { t } = useText()
  return (
    <Card title={t('watch-summary.stopped')}>
      <ul className={styles.finds}>
        {stopped.map(({ watch, name, endedBy, message }) => (
          <li key={watch}>
            <strong className="stranger">{name}</strong>
            <span>{t(`watch-summary.end.${endedBy}`)}</span>
            {message !== null && endedBy !== 'end' && (
              <span className={`stranger ${styles.fine}`}>{message}</span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function ConfirmedCard({ confirmed }: Pick<WatchSummaryView, 'confirmed'>): ReactNode {
  const { t, number } = useText()
  return (
    <Card
      title={`${t('watch-summary.confirmed')} (${number(confirmed.count)})`}
      lead={t('watch-summary.confirmed.description')}
    >
      <FactList
        facts={confirmed.origins.map(({ origin, count }) => [
          t(`watch-summary.origin.${origin}`),
          number(count),
        ])}
      />
    </Card>
  )
}

function BudgetCard({ budget }: Pick<WatchSummaryView, 'budget'>): ReactNode {
  const { t, number, money } = useText()
  const { usage, cost, currency, hasRates, budgetPerDay } = budget
  const [unit, bytes] =
    usage.bytes < 2 ** 20 ? (['KiB', 2 ** 10] as const) : (['MiB', 2 ** 20] as const)
  return (
    <Card title={t('watch-summary.budget')}>
      <FactList
        facts={[
          [
            t('watch-summary.budget.requests'),
            budgetPerDay === null
              ? number(usage.requests)
              : t('watch-summary.budget.of', {
                  used: number(usage.requests),
                  budget: number(budgetPerDay.requests),
                }),
          ],
          [t('watch-summary.budget.received'), `${number(Math.ceil(usage.bytes / bytes))} ${unit}`],
          [
            t('watch-summary.budget.cost'),
            hasRates || cost > 0
              ? money(cost.toFixed(2), currency)
              : t('watch-summary.budget.no-rates'),
          ],
        ]}
      />
    </Card>
  )
}
