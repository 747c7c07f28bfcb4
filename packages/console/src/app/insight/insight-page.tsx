import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { InsightView } from '@touchstone/contract'
import { useCallback, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { useText } from '../../messages/index.ts'
import { Denied, Page, QueryStatus } from '../../components/index.ts'
import { FilterBar } from './filter-bar.tsx'
import styles from './insight.module.css'
import { MainMessageCard } from './main-message-card.tsx'
import { useInsight } from './queries.ts'
import type { InsightFilters } from './search.ts'
import { SeriesCard } from './series-card.tsx'
import { shareText } from './share-text.ts'
import { TakedownCard } from './takedown-card.tsx'
import { TakedownTimeCard } from './takedown-time-card.tsx'

// Pages with charts load together, since each name of a file costs the first load.
export { FunnelPage } from './funnel-page.tsx'

const route = getRouteApi('/member/insight')

/** The figures of twelve months and of the twelve before. */
export function InsightPage(): ReactNode {
  const { t } = useText()
  const { seeQuality } = permissionsOf(useMember())
  if (seeQuality) return <Figures />
  return (
    <Page title={t('insight.title')}>
      <Denied>{t('insight.denied')}</Denied>
    </Page>
  )
}

function Figures(): ReactNode {
  const { t, day } = useText()
  const filters = route.useSearch()
  const navigate = useNavigate()
  const insight = useInsight(filters)
  const periods = insight.data && {
    from: day(insight.data.period.from),
    to: day(insight.data.period.to),
    fromBefore: day(insight.data.before.from),
    toBefore: day(insight.data.before.to),
  }
  return (
    <Page title={t('insight.title')} lead={periods && t('insight.description', periods)}>
      <FilterBar
        filters={filters}
        onChange={(search) => void navigate({ to: '/insight', search, replace: true })}
      />
      {insight.isSuccess ? (
        <Cards insight={insight.data} filters={filters} />
      ) : (
        <QueryStatus query={insight} />
      )}
    </Page>
  )
}

type CardsProps = { insight: InsightView; filters: InsightFilters }

function Cards({ insight, filters }: CardsProps): ReactNode {
  const { t } = useText()
  const card = { insight, filters }
  const ofFound = useLabels('verdict')
  const ofDecided = useLabels('decision')
  const ofActed = useLabels('insight.action')
  const ofContested = useLabels('insight.contest')
  return (
    <div className={styles.cards}>
      <MainMessageCard insight={insight} />
      <SeriesCard
        {...card}
        figure="found"
        title={t('insight.found')}
        definition={
          <>
            {t('insight.found.definition')} {insight.foundMore && t('insight.found.more')}
          </>
        }
        empty={t('insight.found.empty')}
        series={insight.found}
        labelOf={ofFound}
      />
      <SeriesCard
        {...card}
        figure="decided"
        title={t('insight.decided')}
        definition={t('insight.decided.definition')}
        empty={t('insight.decided.empty')}
        series={insight.decided}
        labelOf={ofDecided}
      />
      <SeriesCard
        {...card}
        figure="acted"
        title={t('insight.acted')}
        definition={t('insight.acted.definition')}
        empty={t('insight.acted.empty')}
        series={insight.acted}
        labelOf={ofActed}
      />
      <SeriesCard
        {...card}
        figure="contested"
        title={t('insight.contested')}
        definition={t('insight.contested.definition')}
        empty={t('insight.acted.empty')}
        series={insight.contested.counts}
        labelOf={ofContested}
      >
        <Contests insight={insight} />
      </SeriesCard>
      <TakedownCard {...card} />
      <TakedownTimeCard {...card} />
    </div>
  )
}

type LabelFamily = 'verdict' | 'decision' | 'insight.action' | 'insight.contest'

/** Names of the keys of a figure, by the family of messages that has them. */
function useLabels(family: LabelFamily): (key: string) => string {
  const { word } = useText()
  return useCallback((key: string) => word(keyOf[family](key)) ?? key, [word, family])
}

const keyOf = {
  verdict: (key: string) => `verdict.${key}` as const,
  decision: (key: string) => `decision.${key}` as const,
  'insight.action': (key: string) => `insight.action.${key}` as const,
  'insight.contest': (key: string) => `insight.contest.${key}` as const,
}

/** The share that was reversed, and what is known of the rest. */
function Contests({ insight }: { insight: InsightView }): ReactNode {
  const text = useText()
  const { t } = text
  const { contested, audit } = insight
  const totalOf = (key: string, of: 'total' | 'before'): number =>
    contested.counts.find((one) => one.key === key)?.[of] ?? 0
  const decided = (of: 'total' | 'before'): number =>
    totalOf('reversed', of) + totalOf('confirmed', of)
  return (
    <>
      <p className={styles.statement}>
        {contested.share === null
          ? t('insight.reversed.none')
          : t('insight.reversed', {
              share: shareText(text, contested.share),
              count: decided('total'),
            })}
      </p>
      {contested.shareBefore !== null && (
        <p className={styles.aside}>
          {t('insight.reversed.before', {
            share: shareText(text, contested.shareBefore),
            count: decided('before'),
          })}
        </p>
      )}
      <p className={styles.aside}>
        {audit === null
          ? t('insight.audit.none')
          : t('insight.audit', {
              settled: audit.settled,
              genuine: audit.genuine,
              share: shareText(text, audit.share),
            })}
      </p>
    </>
  )
}
