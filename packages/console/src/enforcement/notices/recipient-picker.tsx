import { NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import { useMarketplaceName } from '../../connection/index.ts'
import {
  useMarketplacesInside,
  useOrganisationName,
} from '../../investigation/case-components/index.ts'
import { useText } from '../../messages/index.ts'
import type { DraftRecipient } from './draft.ts'
import { useAddresses } from './notice-queries.ts'

export type RecipientPickerProps = {
  label: string
  notice: string
  onPick: (recipient: DraftRecipient) => void
}

/** Marketplaces of the alliance and those in the address book, by name. */
export function RecipientPicker({ label, notice, onPick }: RecipientPickerProps): ReactNode {
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  const inside = useMarketplacesInside(notice)
  const addresses = useAddresses()
  const known = [
    ...(inside.data ?? []).map(({ slug, name }) => ({ by: 'inside', to: slug, name }) as const),
    ...(addresses.data ?? []).map(({ email, name, marketplace }) => ({
      by: 'email' as const,
      to: email,
      name: t('notice.recipient.in-book', { name, marketplace: marketplaceName(marketplace) }),
    })),
  ]
  return (
    <NativeSelect
      label={label}
      value=""
      data={[
        { value: '', label: t('notice.recipient.choose') },
        ...known.map((one) => ({ value: valueOf(one), label: one.name })),
      ]}
      onChange={({ currentTarget }) => {
        const picked = known.find((one) => valueOf(one) === currentTarget.value)
        if (picked) onPick({ by: picked.by, to: picked.to })
      }}
    />
  )
}

function valueOf({ by, to }: DraftRecipient): string {
  return `${by} ${to}`
}

/** The name of a recipient, never its slug where the name is known. */
export function useRecipientName(notice: string): (recipient: DraftRecipient) => string {
  const { t } = useText()
  const inside = useMarketplacesInside(notice)
  const organisationName = useOrganisationName()
  const addresses = useAddresses()
  return ({ by, to }) => {
    if (by === 'inside') {
      return inside.data?.find(({ slug }) => slug === to)?.name ?? organisationName(to)
    }
    if (by !== 'email') return t(`delivery-method.${by}`)
    const name = addresses.data?.find(({ email }) => email === to)?.name
    return name === undefined ? to : `${name} (${to})`
  }
}
