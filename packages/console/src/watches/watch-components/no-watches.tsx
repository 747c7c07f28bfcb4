import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Empty } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'

/** Says what a watch is, and how to begin. */
export function NoWatches(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  return (
    <Empty
      title={t('watches.empty')}
      icon="watch"
      actions={
        rights.watchSites && (
          <Button renderRoot={(props) => <Link to="/watches/new" {...props} />}>
            {t('watches.new')}
          </Button>
        )
      }
    >
      {t(rights.watchSites ? 'watches.empty.text' : 'watches.empty.ask')}
    </Empty>
  )
}
