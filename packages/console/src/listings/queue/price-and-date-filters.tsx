import { Button, NumberInput, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { regionName, useText } from '../../messages/index.ts'
import { countryCodes, Icon } from '../../components/index.ts'
import { unreadFields, type Filters } from './search.ts'

/** Currencies of the large marketplaces; the address accepts any other. */
const currencies = [
  'USD',
  'EUR',
  'CNY',
  'IDR',
  'GBP',
  'JPY',
  'KRW',
  'INR',
  'TRY',
  'THB',
  'VND',
  'PHP',
  'MYR',
  'SGD',
  'TWD',
  'HKD',
  'PLN',
  'CHF',
  'AUD',
  'CAD',
  'BRL',
  'MXN',
  'AED',
]

export type PriceAndDateFiltersProps = {
  filters: Filters
  onChange: (name: keyof Filters, value: string | number | null) => void
}

/** Filters by seller, price, country, unread values and day of first sighting. */
export function PriceAndDateFilters({ filters, onChange }: PriceAndDateFiltersProps): ReactNode {
  const { t, locale } = useText()
  const { currency = null, country = null, sellerAccount } = filters
  const known = currency === null || currencies.includes(currency)
  return (
    <>
      {sellerAccount !== undefined && (
        <ChosenSeller id={sellerAccount} onClear={() => onChange('sellerAccount', null)} />
      )}
      <Amount name="priceFrom" filters={filters} onChange={onChange} />
      <Amount name="priceTo" filters={filters} onChange={onChange} />
      <Select
        size="xs"
        aria-label={t('queue.currency')}
        placeholder={t('queue.currency.all')}
        data={known ? currencies : [...currencies, currency]}
        value={currency}
        onChange={(value) => onChange('currency', value)}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('queue.clear') }}
        comboboxProps={{ shadow: 'md' }}
      />
      <Select
        size="xs"
        aria-label={t('queue.country')}
        placeholder={t('queue.country.all')}
        data={(country === null || countryCodes.includes(country)
          ? countryCodes
          : [...countryCodes, country]
        ).map((code) => ({ value: code, label: regionName(locale, code) }))}
        value={country}
        onChange={(value) => onChange('country', value)}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('queue.clear') }}
        comboboxProps={{ shadow: 'md' }}
      />
      <Select
        size="xs"
        aria-label={t('queue.unread')}
        placeholder={t('queue.unread.all')}
        data={unreadFields.map((field) => ({
          value: field,
          label: t('queue.unread.of', { field: t(`unread-field.${field}`) }),
        }))}
        value={filters.unread ?? null}
        onChange={(value) => onChange('unread', value)}
        clearable
        clearButtonProps={{ 'aria-label': t('queue.clear') }}
        comboboxProps={{ shadow: 'md' }}
      />
      {(['seenFrom', 'seenTo'] as const).map((name) => (
        <TextInput
          key={name}
          size="xs"
          type="date"
          label={t(`queue.${name}`)}
          value={filters[name] ?? ''}
          onChange={({ currentTarget: { value } }) => onChange(name, value === '' ? null : value)}
        />
      ))}
    </>
  )
}

/** Shows the chosen seller and removes the filter; a seller is chosen on a listing or the seller page. */
function ChosenSeller({ id, onClear }: { id: string; onClear: () => void }): ReactNode {
  const { t } = useText()
  const { data } = useQuery({
    queryKey: ['seller', id],
    queryFn: ({ signal }) => server.sellerAccounts.read({ params: { id }, signal }),
  })
  const seller = (data?.name ?? data?.seller ?? '…').slice(0, 40)
  const name = t('queue.seller', { seller })
  return (
    <Button
      size="compact-xs"
      variant="default"
      rightSection={<Icon name="close" size={12} />}
      aria-label={t('queue.seller.clear', { name })}
      onClick={onClear}
    >
      {name}
    </Button>
  )
}

type AmountProps = PriceAndDateFiltersProps & { name: 'priceFrom' | 'priceTo' }

/** A price field, applied on blur or Enter. */
function Amount({ name, filters, onChange }: AmountProps): ReactNode {
  const { t } = useText()
  const [typed, setTyped] = useState<string | number>()
  const take = (): void => {
    if (typed === undefined) return
    setTyped(undefined)
    onChange(name, typed === '' ? null : Number(typed))
  }
  return (
    <NumberInput
      size="xs"
      aria-label={t(`queue.${name}`)}
      placeholder={t(`queue.${name}`)}
      min={0}
      max={1e12}
      decimalScale={4}
      hideControls
      value={typed ?? filters[name] ?? ''}
      onChange={setTyped}
      onBlur={take}
      onKeyDown={({ key }) => {
        if (key === 'Enter') take()
      }}
    />
  )
}
