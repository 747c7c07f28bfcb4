import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Empty } from '../../components/index.ts'
import type { Filters } from './search.ts'

/** Says what to do when there are no listings, or none under these filters. */
export function EmptyQueue({ filters }: { filters: Filters }): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  if (Object.keys(filters).length > 0) {
    return (
      <Empty
        title={t('queue.no-match')}
        actions={
          <Button variant="default" renderRoot={(props) => <Link to="/listings" {...props} />}>
            {t('queue.clear-all')}
          </Button>
        }
      >
        {t('queue.no-match.text')}
      </Empty>
    )
  }
  return (
    <Empty
      title={t('queue.empty')}
      actions={
        rights.sendListings && (
          <Button renderRoot={(props) => <Link to="/import" {...props} />}>
            {t('nav.import')}
          </Button>
        )
      }
    >
      {t(rights.sendListings ? 'queue.empty.text' : 'queue.empty.visible')}
    </Empty>
  )
}
