import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, QueryStatus } from '../../components/index.ts'
import { ClaimStateMark } from './claim-state.tsx'
import { useClaims, type Claim } from './claim-queries.ts'

/** The state of the organisation's claim to a brand, which decides whether it sees listings of that brand. */
export function ClaimOfBrand({ brand }: { brand: string }): ReactNode {
  const { t } = useText()
  const { organisation } = useMember()
  const claims = useClaims({ brand })
  if (organisation.kind !== 'rights-holder' && organisation.kind !== 'counsel') return null
  if (!claims.isSuccess) return <QueryStatus query={claims} />
  const ownClaims = claims.data.pages
    .flatMap(({ items }) => items)
    .filter(({ kind, organisation: by }) => kind === 'registered' && by === organisation.slug)
  const [newest] = ownClaims
  return (
    <Card title={t('brand.claim')} actions={<ClaimButtons brand={brand} claim={newest} />}>
      {newest === undefined ? (
        t('brand.claim.none')
      ) : (
        <>
          <ClaimStateMark state={newest.state} /> {t(`claim-state.${newest.state}.meaning`)}
        </>
      )}
    </Card>
  )
}

const over: ReadonlySet<Claim['state']> = new Set(['rejected', 'revoked', 'withdrawn'])

function ClaimButtons({ brand, claim }: { brand: string; claim: Claim | undefined }): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  return (
    <>
      {claim !== undefined && (
        <Button
          size="compact-sm"
          variant="default"
          renderRoot={(props) => (
            <Link to="/catalog/claims/$id" params={{ id: claim.id }} {...props} />
          )}
        >
          {t('brand.claim.show')}
        </Button>
      )}
      {rights.claimBrands && (claim === undefined || over.has(claim.state)) && (
        <Button
          size="compact-sm"
          variant="default"
          renderRoot={(props) => <Link to="/catalog/claims/new" search={{ brand }} {...props} />}
        >
          {t('claims.new')}
        </Button>
      )}
    </>
  )
}
