import { NativeSelect, SegmentedControl } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useText, type Text } from '../../messages/index.ts'
import { Card, Columns, Empty, Page, QueryStatus } from '../../components/index.ts'
import {
  amountWords,
  NoWatches,
  rangeWords,
  useHasNoWatches,
  useWatchCosts,
  useWatches,
  WatchesTabs,
  type WatchCosts,
} from '../watch-components/index.ts'
import styles from './watch-costs.module.css'
import { costGroups, costPeriods, firstDay, readCostSearch, type CostSearch } from './search.ts'
import { DayBudgetCard } from './day-budget-card.tsx'
import { NoRates } from './no-rates.tsx'
import { SavingsCard } from './savings-card.tsx'

const route = getRouteApi('/member/watches/costs')

/** What watches cost, and what each listing and find cost. */
export function WatchCostsPage(): ReactNode {
  const { t } = useText()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { by = 'watch', watch, months = 12 } = search
  const [now] = useState(() => new Date())
  const costs = useWatchCosts({
    by,
    from: firstDay(months, now),
    ...(watch !== undefined && { watch }),
  })
  const change = (next: Record<string, string>): void =>
    void navigate({ search: readCostSearch({ ...search, ...next }), replace: true })
  return (
    <Page title={t('watch-costs.title')} lead={t('watch-costs.description')}>
      <WatchesTabs here="costs" />
      <Filters search={search} onChange={change} />
      {costs.isSuccess ? <CostTables costs={costs.data} by={by} /> : <QueryStatus query={costs} />}
      {watch === undefined && (
        <>
          <DayBudgetCard />
          <SavingsCard />
        </>
      )}
      <BlindSpotsCard />
    </Page>
  )
}

type FiltersProps = { search: CostSearch; onChange: (next: Record<string, string>) => void }

function Filters({ search: { by, watch, months }, onChange }: FiltersProps): ReactNode {
  const { t } = useText()
  const watches = useWatches().data?.pages.flatMap(({ items }) => items) ?? []
  const names = new Map(watches.map(({ id, name }) => [id, name]))
  // A watch may be deleted, or be beyond the first page.
  if (watch !== undefined && !names.has(watch)) names.set(watch, t('watch-costs.other-watch'))
  return (
    <search className={styles.filters} aria-label={t('watch-costs.filters')}>
      <SegmentedControl
        size="xs"
        aria-label={t('watch-costs.by')}
        value={by ?? 'watch'}
        data={costGroups.map((value) => ({ value, label: t(`watch-costs.by.${value}`) }))}
        onChange={(value) => onChange({ by: value })}
      />
      <NativeSelect
        size="xs"
        aria-label={t('watch-costs.watch')}
        value={watch ?? ''}
        data={[
          { value: '', label: t('watch-costs.watch.all') },
          ...[...names].map(([value, label]) => ({ value, label })),
        ]}
        onChange={({ currentTarget }) => onChange({ watch: currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label={t('watch-costs.period')}
        value={String(months ?? 12)}
        data={costPeriods.map((period) => ({
          value: String(period),
          label: t('watch-costs.months', { months: period }),
        }))}
        onChange={({ currentTarget }) => onChange({ months: currentTarget.value })}
      />
    </search>
  )
}

type Group = (typeof costGroups)[number]

function CostTables({ costs, by }: { costs: WatchCosts; by: Group }): ReactNode {
  const text = useText()
  const { t, number } = text
  const hasNoWatches = useHasNoWatches()
  const { total, items } = costs
  if (items.length === 0) {
    if (hasNoWatches) return <NoWatches />
    return (
      <Empty title={t('watch-costs.empty')} icon="watch">
        {t('watch-costs.empty.text')}
      </Empty>
    )
  }
  const each = [
    ['listing', total.perListing],
    ['find', total.perFind],
    ['confirmed', total.perConfirmedFind],
  ] as const
  return (
    <>
      <Card title={t('watch-costs.total')}>
        <dl className={styles.figures}>
          <div>
            <dt>{t('watch-costs.cost')}</dt>
            <dd className="figures">{costWords(text, costs, total.cost)}</dd>
            <dd className={styles.fine}>
              {t('watch-costs.used', { requests: total.usage.requests, minutes: total.minutes })}
            </dd>
          </div>
          {each.map(([name, figure]) => (
            <div key={name}>
              <dt>{t(`watch-costs.per.${name}`)}</dt>
              <dd className="figures">
                <CostEach each={figure} costs={costs} />
              </dd>
              <dd className={styles.fine}>
                {t(`watch-costs.count.${name}`, { count: figure.count })}
              </dd>
            </div>
          ))}
        </dl>
        {!costs.hasRates && <NoRates />}
        <p className={styles.fine}>{t('watch-costs.range')}</p>
      </Card>
      <Card title={t(`watch-costs.by.${by}`)}>
        <Columns
          caption={t(`watch-costs.by.${by}`)}
          heads={[
            t(`watch-costs.head.${by}`),
            t('watch-costs.cost'),
            t('watch-costs.requests'),
            t('watch-costs.minutes'),
            t('watch-costs.per.listing'),
            t('watch-costs.per.find'),
            t('watch-costs.per.confirmed'),
          ]}
        >
          {items.map((item) => (
            <tr key={item.key}>
              <td className="stranger">
                <ItemName by={by} item={item} />
              </td>
              <td className="figures">{costWords(text, costs, item.cost)}</td>
              <td className="figures">{number(item.usage.requests)}</td>
              <td className="figures">{number(item.minutes)}</td>
              {[item.perListing, item.perFind, item.perConfirmedFind].map((figure, index) => (
                <td key={each[index]?.[0]} className="figures">
                  <span>
                    <CostEach each={figure} costs={costs} />
                    <span className={styles.of}>
                      {t('watch-costs.of-count', { count: figure.count })}
                    </span>
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </Columns>
      </Card>
    </>
  )
}

/** Without rates, a cost of nothing would be a false statement. */
function costWords({ locale, t }: Text, { hasRates, currency }: WatchCosts, cost: number): string {
  return hasRates || cost > 0 ? amountWords(locale, currency, cost) : t('watch-costs.no-rates')
}

type Item = WatchCosts['items'][number]

function ItemName({ by, item }: { by: Group; item: Item }): ReactNode {
  const { t } = useText()
  const { key, name } = item
  if (by === 'watch') {
    return (
      <Link to="/watches/$id" params={{ id: key }}>
        {name}
      </Link>
    )
  }
  return name === '' ? t('watch-costs.no-query') : name
}

type CostEachProps = { each: Item['perFind']; costs: WatchCosts }

/** A range, since a count of a few varies by chance. */
function CostEach({ each: { count, from, to }, costs }: CostEachProps): ReactNode {
  const { t, locale } = useText()
  const { currency, hasRates } = costs
  if (from === null || (from === 0 && (count === 0 || !hasRates))) return '–'
  if (to === null) {
    return t('watch-costs.at-least', { from: amountWords(locale, currency, from) })
  }
  return from === to ? amountWords(locale, currency, from) : rangeWords(locale, currency, from, to)
}

/** What no watch sees is part of what its finds mean. */
function BlindSpotsCard(): ReactNode {
  const { t } = useText()
  return (
    <Card title={t('watch-blind.title')} lead={t('watch-blind.lead')}>
      <ul className={styles.blind}>
        {(['social', 'live', 'closed', 'sign-in', 'robots'] as const).map((spot) => (
          <li key={spot}>{t(`watch-blind.${spot}`)}</li>
        ))}
      </ul>
    </Card>
  )
}
