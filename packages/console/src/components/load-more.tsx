import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'

export type MoreProps = {
  pages: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
}

/** Loads the next page of a list, if any. */
export function More({ pages }: MoreProps): ReactNode {
  const { t } = useText()
  if (!pages.hasNextPage) return null
  return (
    <Button
      variant="default"
      mt="sm"
      loading={pages.isFetchingNextPage}
      onClick={() => void pages.fetchNextPage()}
    >
      {t('state.more')}
    </Button>
  )
}
