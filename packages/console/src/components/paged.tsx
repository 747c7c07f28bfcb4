import type { InfiniteData } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { More, type MoreProps } from './load-more.tsx'
import { QueryStatus, type Unfinished } from './page-states.tsx'

export type PagedProps<Item> = {
  pages: Unfinished &
    MoreProps['pages'] & {
      isSuccess: boolean
      data: InfiniteData<{ items: readonly Item[] }> | undefined
    }
  /** Takes the place of a list without items. */
  empty: ReactNode
  children: (items: readonly Item[]) => ReactNode
}

/** A list that is read page by page: loading, an error, nothing, or its items and a button for more. */
export function Paged<Item>({ pages, empty, children }: PagedProps<Item>): ReactNode {
  const items = pages.data?.pages.flatMap((page) => page.items)
  return (
    <>
      {!pages.isSuccess && <QueryStatus query={pages} />}
      {items !== undefined && (items.length === 0 ? empty : children(items))}
      <More pages={pages} />
    </>
  )
}
