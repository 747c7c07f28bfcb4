import { Button } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { CatalogTabs } from '../catalog/catalog-tabs.tsx'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Page } from '../../components/index.ts'
import { ClaimList } from './claim-list.tsx'

const route = getRouteApi('/member/catalog/claims')
const all = getRouteApi('/member/operator/claims')

/** The organisation's own claims, and those that it reviews. */
export function ClaimsPage(): ReactNode {
  const { t } = useText()
  const { state } = route.useSearch()
  const navigate = useNavigate()
  const rights = permissionsOf(useMember())
  return (
    <Page
      title={t('claims.title')}
      lead={t('claims.description')}
      actions={
        <>
          <CatalogTabs here="claims" />
          {rights.claimBrands && (
            <Button renderRoot={(props) => <Link to="/catalog/claims/new" {...props} />}>
              {t('claims.new')}
            </Button>
          )}
        </>
      }
    >
      <ClaimList
        place="/catalog/claims"
        state={state}
        onState={(wanted) =>
          void navigate({ to: '/catalog/claims', search: wanted ? { state: wanted } : {} })
        }
      />
    </Page>
  )
}

/** The claims of all organisations, for the operator's reviewers. */
export function AllClaimsPage(): ReactNode {
  const { t } = useText()
  const { state } = all.useSearch()
  const navigate = useNavigate()
  return (
    <Page title={t('claims.title')} lead={t('claims.all.description')}>
      <ClaimList
        place="/operator/claims"
        state={state}
        onState={(wanted) =>
          void navigate({ to: '/operator/claims', search: wanted ? { state: wanted } : {} })
        }
      />
    </Page>
  )
}
