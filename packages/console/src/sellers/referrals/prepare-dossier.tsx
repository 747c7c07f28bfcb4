import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { useText } from '../../messages/index.ts'
import type { NewReferralSearch } from './search.ts'

/** Leads from a network or case to a new dossier of it; absent for those who may not prepare one. */
export function PrepareDossier({ source }: { source: NewReferralSearch }): ReactNode {
  const { t } = useText()
  const { prepareDossiers } = permissionsOf(useMember())
  if (!prepareDossiers) return null
  return (
    <Button
      variant="default"
      renderRoot={(props) => <Link to="/dossiers/new" search={source} {...props} />}
    >
      {t('dossier.prepare')}
    </Button>
  )
}
