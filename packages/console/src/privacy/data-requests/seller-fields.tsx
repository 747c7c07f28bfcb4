import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'

export type Seller = { marketplace: string; id: string }
export type SellerFieldsProps = { value: Seller; onChange: (seller: Seller) => void }

/** A seller's identity on a marketplace. */
export function SellerFields({ value, onChange }: SellerFieldsProps): ReactNode {
  const { t } = useText()
  return (
    <>
      <TextInput
        label={t('seller.marketplace')}
        description={t('seller.marketplace.hint')}
        maxLength={200}
        value={value.marketplace}
        onChange={({ currentTarget }) => onChange({ ...value, marketplace: currentTarget.value })}
      />
      <TextInput
        label={t('seller.id')}
        required
        withAsterisk={false}
        maxLength={1000}
        value={value.id}
        onChange={({ currentTarget }) => onChange({ ...value, id: currentTarget.value })}
      />
    </>
  )
}
