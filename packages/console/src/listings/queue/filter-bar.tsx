import { Button, NativeSelect } from '@mantine/core'
import { lazyRouteComponent } from '@tanstack/react-router'
import type { Verdict } from '@touchstone/contract'
import { memo, Suspense, useState, type ReactNode } from 'react'
import { useBrandNames, useMarketplaceName } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Icon, verdictOrder } from '../../components/index.ts'
import styles from './filter-bar.module.css'
import { unique, type Names } from './queue-listings.ts'
import { NameFilter } from './name-filter.tsx'
import { type Count, useSeenBrands, useSeenMarketplaces, useVerdictCounts } from '../queries.ts'
import type { Filters } from './search.ts'

const MoreFilters = lazyRouteComponent(() => import('./more-filters.tsx'), 'MoreFilters')

const ofMore = [
  'probabilityFrom',
  'probabilityTo',
  'language',
  'withdrawn',
  'signal',
  'sellerAccount',
  'priceFrom',
  'priceTo',
  'currency',
  'country',
  'unread',
  'seenFrom',
  'seenTo',
] as const satisfies readonly (keyof Filters)[]

function countOfMore(filters: Filters): number {
  return ofMore.filter((name) => filters[name] !== undefined).length
}

export type FilterBarProps = {
  filters: Filters
  /** Loaded listings name brands and marketplaces that are in no catalog. */
  named: Names
  /** True once the list and the current listing have loaded, which come before the counts. */
  listed: boolean
  onFilter: (filters: Filters) => void
}

export const FilterBar = memo(function FilterBar(bar: FilterBarProps): ReactNode {
  const { filters, named, listed, onFilter } = bar
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  const { brand, marketplace } = filters
  const names = useBrandNames()
  const [asked, setAsked] = useState({ brands: false, marketplaces: false })
  const seenBrands = useSeenBrands(asked.brands)
  const seenMarketplaces = useSeenMarketplaces(asked.marketplaces)
  const brandIds = unique([
    ...(names?.keys() ?? []),
    ...seenBrands,
    ...named.brands,
    ...(brand === undefined ? [] : [brand]),
  ])
  const marketplaces = unique([
    ...seenMarketplaces,
    ...named.marketplaces,
    ...(marketplace === undefined ? [] : [marketplace]),
  ])
  const others = countOfMore(filters)
  const [open, setOpen] = useState(others > 0)
  const change = (name: keyof Filters, value: string | number | null): void => {
    const changed = { ...filters, [name]: value }
    if (value === null || value === '') delete changed[name]
    onFilter(changed)
  }
  return (
    <search className={styles.bar} aria-label={t('queue.filters')}>
      <VerdictTabs
        filters={filters}
        listed={listed}
        onChoose={(chosen) => change('verdict', chosen ?? null)}
      />
      <div className={styles.fields}>
        <NameFilter
          first
          label={t('queue.brand')}
          all={t('queue.brand.all')}
          names={brandIds.map((id) => ({ value: id, label: names?.get(id) ?? id }))}
          value={brand}
          onOpen={() => setAsked({ ...asked, brands: true })}
          onChange={(value) => change('brand', value)}
        />
        <NameFilter
          label={t('queue.marketplace')}
          all={t('queue.marketplace.all')}
          names={marketplaces.map((name) => ({ value: name, label: marketplaceName(name) }))}
          value={marketplace}
          onOpen={() => setAsked({ ...asked, marketplaces: true })}
          onChange={(value) => change('marketplace', value)}
        />
        <NativeSelect
          size="xs"
          aria-label={t('queue.decided')}
          value={filters.decided ?? ''}
          data={[
            { value: '', label: t('queue.decided.all') },
            { value: 'false', label: t('queue.decided.open') },
            { value: 'true', label: t('queue.decided.done') },
          ]}
          onChange={({ currentTarget: { value } }) => change('decided', value)}
        />
        <NativeSelect
          size="xs"
          aria-label={t('queue.sort')}
          value={filters.sort ?? ''}
          data={[
            { value: '', label: t('queue.sort.newest') },
            { value: 'most-probable', label: t('queue.sort.most-probable') },
            { value: 'learned', label: t('queue.sort.learned') },
          ]}
          onChange={({ currentTarget: { value } }) => change('sort', value)}
        />
      </div>
      <Button
        size="compact-xs"
        variant="subtle"
        className={styles.toggle}
        aria-expanded={open}
        rightSection={<Icon name="down" size={12} />}
        onClick={() => setOpen(!open)}
      >
        {others === 0 ? t('queue.more') : t('queue.more.set', { count: others })}
      </Button>
      {open && (
        <Suspense>
          <MoreFilters filters={filters} onChange={change} />
        </Suspense>
      )}
    </search>
  )
})

type VerdictTabsProps = {
  filters: Filters
  listed: boolean
  onChoose: (verdict: Verdict | undefined) => void
}

function VerdictTabs({ filters, listed, onChoose }: VerdictTabsProps): ReactNode {
  const { t } = useText()
  const others = { ...filters }
  delete others.verdict
  const counts = useVerdictCounts(others, listed)
  return (
    <div className={styles.tabs} role="group" aria-label={t('queue.verdict')}>
      <button
        type="button"
        className={styles.tab}
        aria-pressed={filters.verdict === undefined}
        onClick={() => onChoose(undefined)}
      >
        {t('queue.verdict.all')}
      </button>
      {verdictOrder.map((verdict, index) => (
        <button
          key={verdict}
          type="button"
          className={styles.tab}
          data-verdict={verdict}
          aria-pressed={filters.verdict === verdict}
          onClick={() => onChoose(verdict)}
        >
          {t(`verdict.${verdict}`)} <CountOf count={counts[index]?.data} />
        </button>
      ))}
    </div>
  )
}

function CountOf({ count }: { count: Count | undefined }): ReactNode {
  const { number } = useText()
  return (
    <span className={`${styles.count} figures`}>
      {count ? `${number(count.count)}${count.more ? '+' : ''}` : ''}
    </span>
  )
}
