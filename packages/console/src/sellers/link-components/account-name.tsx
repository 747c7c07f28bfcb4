import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import { useSellerName } from '../seller-accounts/index.ts'
import { useAccount } from './queries.ts'

/** The name of an account that is known by its ID alone. */
export function AccountName({ id }: { id: string }): ReactNode {
  const { t } = useText()
  const nameOf = useSellerName()
  const { data } = useAccount(id)
  return (
    <Link to="/sellers/$id" params={{ id }}>
      <VisibleText text={data === undefined ? t('seller-account.title') : nameOf(data).name} />
    </Link>
  )
}
