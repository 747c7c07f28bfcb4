import { MultiSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ReferralItemView } from './queries.ts'

type AccountsFieldProps = {
  label: string
  items: readonly ReferralItemView[]
  /** IDs of accounts. */
  value: readonly string[]
  onChange: (accounts: string[]) => void
}

/** Accounts of the dossier by their references and names. */
export function AccountsField({ label, items, value, onChange }: AccountsFieldProps): ReactNode {
  const known = items.flatMap(({ kind, subject, ref, title }) =>
    kind === 'account' && subject !== null ? [{ value: subject, label: `${ref} ${title}` }] : [],
  )
  const others = value.filter((id) => known.every((one) => one.value !== id))
  return (
    <MultiSelect
      label={label}
      data={[...known, ...others.map((id) => ({ value: id, label: id }))]}
      value={[...value]}
      onChange={onChange}
      searchable
      hidePickedOptions
      comboboxProps={{ withinPortal: false, shadow: 'md' }}
      openOnFocus={false}
      scrollAreaProps={{ viewportProps: { tabIndex: -1, role: 'group' } }}
    />
  )
}
