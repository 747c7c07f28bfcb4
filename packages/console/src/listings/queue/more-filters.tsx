import { NumberInput, Select } from '@mantine/core'
import { families, signalCodes } from '@touchstone/contract/signals'
import { useState, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import styles from './filter-bar.module.css'
import type { Filters } from './search.ts'
import { PriceAndDateFilters } from './price-and-date-filters.tsx'

/** Languages of large marketplaces; an address may name any other. */
const languages = [
  'en',
  'id',
  'zh',
  'ms',
  'th',
  'vi',
  'tl',
  'ja',
  'ko',
  'hi',
  'ar',
  'tr',
  'ru',
  'pl',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
]
const notStated = 'und'

export type MoreFiltersProps = {
  filters: Filters
  onChange: (name: keyof Filters, value: string | number | null) => void
}

/** The filters that are needed less often: signal, language, availability, probability, and what listings state. */
export function MoreFilters({ filters, onChange }: MoreFiltersProps): ReactNode {
  const { t, locale, signalName } = useText()
  const names = new Intl.DisplayNames(locale, { type: 'language' })
  const { language = null, signal = null } = filters
  const known = language === null || languages.includes(language) || language === notStated
  const spoken = known ? languages : [...languages, language]
  return (
    <div className={styles.fields}>
      <Select
        size="xs"
        aria-label={t('queue.signal')}
        placeholder={t('queue.signal.all')}
        data={families
          .map((family) => ({
            group: t(`family.${family}`),
            items: [
              {
                value: family,
                label: t('queue.signal.family', { family: t(`family.${family}`) }),
              },
              ...signalCodes
                .filter((code) => code.startsWith(`${family}.`))
                .map((code) => ({ value: code, label: signalName(code) })),
            ],
          }))
          .filter(({ items }) => items.length > 1)}
        value={signal}
        onChange={(value) => onChange('signal', value)}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('queue.clear') }}
        nothingFoundMessage={t('queue.signal.none')}
        comboboxProps={{ shadow: 'md' }}
      />
      <Select
        size="xs"
        aria-label={t('queue.language')}
        placeholder={t('queue.language.all')}
        data={[
          ...spoken.map((code) => ({ value: code, label: names.of(code) ?? code })),
          { value: notStated, label: t('queue.language.none') },
        ]}
        value={language}
        onChange={(value) => onChange('language', value)}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('queue.clear') }}
        comboboxProps={{ shadow: 'md' }}
      />
      <Select
        size="xs"
        aria-label={t('queue.withdrawn')}
        placeholder={t('queue.withdrawn.all')}
        data={[
          { value: 'false', label: t('queue.withdrawn.no') },
          { value: 'true', label: t('queue.withdrawn.yes') },
        ]}
        value={filters.withdrawn ?? null}
        onChange={(value) => onChange('withdrawn', value)}
        clearable
        clearButtonProps={{ 'aria-label': t('queue.clear') }}
        comboboxProps={{ shadow: 'md' }}
      />
      <Share name="probabilityFrom" filters={filters} onChange={onChange} />
      <Share name="probabilityTo" filters={filters} onChange={onChange} />
      <PriceAndDateFilters filters={filters} onChange={onChange} />
    </div>
  )
}

type ShareProps = MoreFiltersProps & { name: 'probabilityFrom' | 'probabilityTo' }

/** A percentage, applied on blur or Enter. */
function Share({ name, filters, onChange }: ShareProps): ReactNode {
  const { t } = useText()
  const set = filters[name]
  const [typed, setTyped] = useState<string | number>()
  const take = (): void => {
    if (typed === undefined) return
    setTyped(undefined)
    const percent = typed === '' ? null : Number(typed)
    onChange(name, percent === null ? null : Math.round(percent * 1000) / 100_000)
  }
  return (
    <NumberInput
      size="xs"
      aria-label={t(name === 'probabilityFrom' ? 'queue.probability.from' : 'queue.probability.to')}
      placeholder={t(
        name === 'probabilityFrom' ? 'queue.probability.from' : 'queue.probability.to',
      )}
      suffix=" %"
      min={0}
      max={100}
      step={5}
      clampBehavior="strict"
      decimalScale={2}
      value={typed ?? (set === undefined ? '' : Math.round(set * 10_000) / 100)}
      onChange={setTyped}
      onBlur={take}
      onKeyDown={({ key }) => {
        if (key === 'Enter') take()
      }}
    />
  )
}
