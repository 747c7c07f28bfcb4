import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** Links to the seller's page, unless the reader may not see the account. */
export function SellerLink({
  account,
  children,
}: {
  account: string | null
  children: ReactNode
}): ReactNode {
  if (account === null) return children
  return (
    <Link to="/sellers/$id" params={{ id: account }}>
      {children}
    </Link>
  )
}
