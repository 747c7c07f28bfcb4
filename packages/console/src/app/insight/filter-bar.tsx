import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { countryCodes } from '../../components/index.ts'
import { useBrandNames, useMarketplaceName } from '../../connection/index.ts'
import { NameFilter, useSeenBrands, useSeenMarketplaces } from '../../listings/index.ts'
import { regionName, useText } from '../../messages/index.ts'
import styles from './insight.module.css'
import { readInsightSearch, type InsightFilters } from './search.ts'

export type FilterBarProps = {
  filters: InsightFilters
  onChange: (filters: InsightFilters) => void
}

/** Filters of all figures. */
export function FilterBar({ filters, onChange }: FilterBarProps): ReactNode {
  const { t, locale } = useText()
  const marketplaceName = useMarketplaceName()
  const [isOpened, setOpened] = useState(false)
  const marketplaces = useSeenMarketplaces(isOpened)
  const seenBrands = useSeenBrands(isOpened)
  const brandNames = useBrandNames()
  const { brand, marketplace, country, sellerAccount } = filters
  const change = (changed: Record<string, unknown>): void =>
    onChange(readInsightSearch({ ...filters, ...changed }))
  const withCurrent = (names: readonly string[], current: string | undefined): string[] => [
    ...new Set(current === undefined ? names : [...names, current]),
  ]
  const open = (): void => setOpened(true)
  return (
    <search aria-label={t('insight.filters')} className={styles.filters}>
      <NameFilter
        label={t('insight.brand')}
        all={t('insight.brand.all')}
        names={withCurrent(seenBrands, brand).map((value) => ({
          value,
          label: brandNames?.get(value) ?? value,
        }))}
        value={brand}
        first
        onOpen={open}
        onChange={(value) => change({ brand: value })}
      />
      <NameFilter
        label={t('insight.marketplace')}
        all={t('insight.marketplace.all')}
        names={withCurrent(marketplaces, marketplace).map((value) => ({
          value,
          label: marketplaceName(value),
        }))}
        value={marketplace}
        onOpen={open}
        onChange={(value) => change({ marketplace: value })}
      />
      <NameFilter
        label={t('insight.country')}
        all={t('insight.country.all')}
        names={withCurrent(countryCodes, country).map((value) => ({
          value,
          label: regionName(locale, value),
        }))}
        value={country}
        onOpen={open}
        onChange={(value) => change({ country: value })}
      />
      {sellerAccount !== undefined && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => change({ sellerAccount: undefined })}
        >
          {t('insight.seller.clear')}
        </Button>
      )}
    </search>
  )
}
