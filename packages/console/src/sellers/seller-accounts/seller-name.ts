import { useText } from '../../messages/index.ts'
import type { SellerAccount } from './queries.ts'

export type SellerName = { name: string; detail: string | undefined }

/** A seller's name, else the ID; the other of the two follows it. */
export function useSellerName(): (seller: Pick<SellerAccount, 'name' | 'seller'>) => SellerName {
  const { t } = useText()
  return ({ name, seller }) => {
    if (seller === null) return { name: t('seller-account.erased'), detail: undefined }
    if (name === null || name === seller) return { name: seller, detail: undefined }
    return { name, detail: t('seller-account.id', { id: seller }) }
  }
}
