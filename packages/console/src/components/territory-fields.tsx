import {
  MultiSelect,
  Select,
  type ComboboxItem,
  type MultiSelectProps,
  type OptionsFilter,
  type SelectProps,
} from '@mantine/core'
import { useMemo, useState, type ReactNode } from 'react'
import { regionName, useText } from '../messages/index.ts'
import { countryCodes, officeCodes } from './region-codes.ts'

const list = {
  // In the page and not at the end of the document: there it would be outside all landmarks.
  comboboxProps: { withinPortal: false, shadow: 'md' },
  // Tab goes to the next field, past a list that arrow keys move through; what can take focus within
  // a list needs a role that a list may hold.
  openOnFocus: false,
  scrollAreaProps: { viewportProps: { tabIndex: -1, role: 'group' } },
} as const

type Choice = {
  /** Whether offices whose rights hold in several countries can be chosen too. */
  offices?: boolean
}

export type TerritoriesFieldProps = Choice &
  Pick<MultiSelectProps, 'label' | 'description' | 'error'> & {
    value: readonly string[]
    onChange: (codes: string[]) => void
  }

/** Countries chosen by name; the value is their codes. */
export function TerritoriesField({
  offices = false,
  value,
  onChange,
  ...field
}: TerritoriesFieldProps): ReactNode {
  const { t } = useText()
  const [isOpen, setOpen] = useState(false)
  return (
    <MultiSelect
      {...field}
      data={useRegions(offices, value)}
      value={[...value]}
      onChange={onChange}
      searchable
      selectFirstOptionOnChange
      filter={byNameOrCode(t('problem.not-found.title'))}
      hidePickedOptions
      // An open list would cover the fields below.
      dropdownOpened={isOpen}
      onDropdownOpen={() => setOpen(true)}
      onDropdownClose={() => setOpen(false)}
      onOptionSubmit={() => setOpen(false)}
      {...list}
    />
  )
}

export type TerritoryFieldProps = Choice &
  Pick<SelectProps, 'label' | 'description' | 'required' | 'withAsterisk'> & {
    /** Empty if none is chosen. */
    value: string
    onChange: (code: string) => void
  }

/** A country, or an office, chosen by name. */
export function TerritoryField({
  offices = false,
  value,
  onChange,
  ...field
}: TerritoryFieldProps): ReactNode {
  const { t } = useText()
  return (
    <Select
      {...field}
      data={useRegions(offices, value === '' ? [] : [value])}
      value={value === '' ? null : value}
      onChange={(code) => onChange(code ?? '')}
      searchable
      selectFirstOptionOnChange
      filter={byNameOrCode(t('problem.not-found.title'))}
      {...list}
    />
  )
}

/** By name in the reader's language, with chosen codes that are in no list. */
function useRegions(offices: boolean, chosen: readonly string[]): ComboboxItem[] {
  const { locale } = useText()
  const known = useMemo(() => {
    const compare = new Intl.Collator(locale).compare
    const named = (value: string): ComboboxItem => ({ value, label: regionName(locale, value) })
    const countries = countryCodes.map(named)
    return [
      // The international register has the same name in every language.
      ...(offices ? [...officeCodes.map(named), { value: 'WO', label: 'WIPO' }] : []),
      ...countries.sort((one, other) => compare(one.label, other.label)),
    ]
  }, [locale, offices])
  const others = chosen.filter((code) => known.every(({ value }) => value !== code))
  return [...others.map((code) => ({ value: code, label: regionName(locale, code) })), ...known]
}

/** A list without any option is no list to screen readers, so the words for it are one that cannot be chosen. */
function byNameOrCode(none: string): OptionsFilter {
  return ({ options, search }) => {
    const typed = folded(search.trim())
    const found = options.filter(
      (option) =>
        'value' in option &&
        (folded(option.label).includes(typed) || folded(option.value) === typed),
    )
    return found.length > 0 ? found : [{ value: 'none', label: none, disabled: true }]
  }
}

/** Without case and accents: “cote d” finds Côte d’Ivoire. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
