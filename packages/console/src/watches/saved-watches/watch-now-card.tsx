import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { server } from '../../connection/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, RecordedSentence, useNow, VerdictMark } from '../../components/index.ts'
import {
  BudgetBars,
  costOf,
  standingOf,
  useWatchCosts,
  useWatchSettings,
  watchKey,
  WatchState,
  type Watch,
  type WatchedListing,
  type WatchRun,
  type WatchSettings,
  type WatchStanding,
} from '../watch-components/index.ts'
import styles from './watch-page.module.css'

const liveMilliseconds = 3000
const mostFinds = 6

/** What the watch does now and next, what it has found, and what of its budgets is used. */
export function WatchNowCard({ watch }: { watch: Watch }): ReactNode {
  const { t } = useText()
  const now = useNow(5000)
  const standing = standingOf(watch, now)
  const { lastRun } = watch
  return (
    <Card title={t('watch.now')} actions={<WatchState standing={standing} />}>
      <p className={styles.next} role="status">
        <NextSentence watch={watch} standing={standing} now={now} />
      </p>
      <Figures watch={watch} />
      {lastRun !== null && <RunProgress run={lastRun} />}
      <div className={styles.budgets}>
        {lastRun !== null && (
          <section aria-label={t(watch.isRunning ? 'watch.this-run' : 'watch.last-run')}>
            <h3>{t(watch.isRunning ? 'watch.this-run' : 'watch.last-run')}</h3>
            <RunBudget run={lastRun} />
          </section>
        )}
        <section aria-label={t('watch.today')}>
          <h3>{t('watch.today')}</h3>
          <DayBudget watch={watch} now={now} />
        </section>
      </div>
    </Card>
  )
}

type NextProps = { watch: Watch; standing: WatchStanding; now: number }

/** One sentence on what happens next. */
function NextSentence({ watch, standing, now }: NextProps): ReactNode {
  const { t, ago } = useText()
  const { nextRunAt, lastRun, budgetPerRun } = watch
  const when = nextRunAt === null ? '' : ago(nextRunAt, now)
  switch (standing) {
    case 'running': {
      const left = (lastRun?.budget.requests ?? 0) - (lastRun?.usage.requests ?? 0)
      return t('watch-next.running', { requests: Math.max(0, left) })
    }
    case 'stopped':
    case 'organisation-stopped':
    case 'installation-stopped':
    case 'due':
      return t(`watch-next.${standing}`)
    case 'active':
      return t('watch-next.active', { when, requests: budgetPerRun.requests })
    case 'daily-budget-spent':
    case 'blocked':
    case 'paused':
    case 'failing':
      return t(`watch-next.${standing}`, { when })
  }
}

/** Of the last year. */
function Figures({ watch }: { watch: Watch }): ReactNode {
  const { t, number } = useText()
  const costs = useWatchCosts({ by: 'watch', watch: watch.id }, watch.isRunning)
  const total = costs.data?.total
  const figures = [
    ['listings', total?.perListing.count],
    ['finds', total?.perFind.count],
    ['confirmed', total?.perConfirmedFind.count],
  ] as const
  return (
    <>
      <dl className={styles.figures}>
        {figures.map(([name, count]) => (
          <div key={name}>
            <dt>{t(`watch-figure.${name}`)}</dt>
            <dd className="figures">{count === undefined ? '–' : number(count)}</dd>
          </div>
        ))}
      </dl>
      <LatestFinds watch={watch} count={total?.perFind.count} />
    </>
  )
}

/** The finds as they arrive, the last seen first. */
function LatestFinds({ watch, count }: { watch: Watch; count: number | undefined }): ReactNode {
  const { t } = useText()
  const { id, isRunning } = watch
  const { data } = useQuery({
    queryKey: [...watchKey(id), 'latest finds', count, isRunning],
    queryFn: async ({ signal }) => {
      const query = { finds: 'true', limit: mostFinds } as const
      return (await server.watchedListings.list({ params: { id }, query, signal })).items
    },
    placeholderData: (before) => before,
    refetchInterval: isRunning ? liveMilliseconds : false,
  })
  if (data === undefined || data.length === 0) return null
  return (
    <section aria-label={t('watch.latest-finds')}>
      <h3 className={styles.heading}>{t('watch.latest-finds')}</h3>
      <ul className={styles.found}>
        {data.map((listing) => (
          <FoundListing key={listing.id} watch={id} listing={listing} />
        ))}
      </ul>
    </section>
  )
}

function FoundListing({ watch, listing }: { watch: string; listing: WatchedListing }): ReactNode {
  const { t, money } = useText()
  const { id, price, verdict } = listing
  const title = listing.title ?? t('listing.untitled')
  return (
    <li>
      <Link
        to="/watches/$id/listings/$listing"
        params={{ id: watch, listing: id }}
        className={styles.foundLink}
      >
        <ListingThumbnail listing={listing.listing} title={title} />
        <span className={styles.foundWords}>
          <VerdictMark verdict={verdict ?? undefined} />
          <span dir="auto" className={styles.foundTitle}>
            {title}
          </span>
          {price !== null && (
            <span className={styles.fine}>{money(price.amount, price.currency)}</span>
          )}
        </span>
      </Link>
    </li>
  )
}

function RunProgress({ run }: { run: WatchRun }): ReactNode {
  const { t, sentences } = useText()
  const { endedAt, endedBy, listings, errors, lastError } = run
  const words = [
    endedBy === null ? '' : t(`watch-run-end.${endedBy}.text`),
    t('watch-run.listings', {
      seen: listings.seen,
      fresh: listings.new,
      changed: listings.changed,
      gone: listings.gone,
    }),
    errors.forbidden > 0 ? t('watch-run.forbidden', { count: errors.forbidden }) : '',
    errors.blocked > 0 ? t('watch-run.blocked', { count: errors.blocked }) : '',
    errors.permanent + errors.retryable > 0
      ? t('watch-run.failed', { count: errors.permanent + errors.retryable })
      : '',
  ]
  return (
    <div className={styles.run}>
      <p>
        {endedAt === null ? t('watch-run.so-far') : t('watch-run.ended')} {sentences(words)}
      </p>
      {lastError !== null && (
        <div className={styles.fine}>
          {t('watch-run.last-error')} <span className="stranger">{lastError.url}</span>
          <RecordedSentence text={lastError.message} />
        </div>
      )}
    </div>
  )
}

function RunBudget({ run: { usage, budget } }: { run: WatchRun }): ReactNode {
  const { rates, hasRates } = useRates()
  const cost = rates === undefined ? 0 : costOf(usage, rates)
  return (
    <BudgetBars
      used={{ ...usage, cost }}
      budget={budget}
      currency={rates?.currency}
      hasRates={hasRates}
    />
  )
}

function DayBudget({ watch, now }: { watch: Watch; now: number }): ReactNode {
  const { rates, hasRates } = useRates()
  // Budgets are those of days in UTC.
  const day = new Date(now).toISOString().slice(0, 10)
  const { data } = useWatchCosts(
    { by: 'watch', watch: watch.id, from: day, to: day },
    watch.isRunning,
  )
  const usage = data?.total.usage ?? { requests: 0, bytes: 0, processorSeconds: 0, fees: 0 }
  const cost = rates === undefined ? 0 : costOf(usage, rates)
  return (
    <BudgetBars
      used={{ ...usage, cost }}
      budget={watch.budgetPerDay}
      currency={rates?.currency}
      hasRates={hasRates}
    />
  )
}

function useRates(): Partial<Pick<WatchSettings, 'rates' | 'hasRates'>> {
  const rights = permissionsOf(useMember())
  return useWatchSettings(rights.readWatchSettings).data ?? {}
}
