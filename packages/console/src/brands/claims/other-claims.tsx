import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { claimRight } from '../../investigation/case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Moment, More, QueryStatus } from '../../components/index.ts'
import type { ClaimsPlace } from './claim-list.tsx'
import { useClaims, type Claim } from './claim-queries.ts'
import { ClaimStateMark } from './claim-state.tsx'

/** Who else claims the brand, and on which right: what a decision has to weigh. */
export function OtherClaims({ claim, place }: { claim: Claim; place: ClaimsPlace }): ReactNode {
  const { t } = useText()
  const claims = useClaims({ brand: claim.brand })
  const others = claims.data?.pages
    .flatMap((page) => page.items)
    .filter(({ id }) => id !== claim.id)
  return (
    <Card title={t('claim.others')}>
      {!claims.isSuccess && <QueryStatus query={claims} />}
      {others?.length === 0 && <p>{t('claim.others.none')}</p>}
      {others !== undefined && others.length > 0 && (
        <Columns
          caption={t('claim.others')}
          heads={[
            t('claims.claimant'),
            t('claims.register'),
            t('claims.owner'),
            t('claims.state'),
            t('claims.submitted'),
          ]}
        >
          {others.map((other) => (
            <tr key={other.id}>
              <td className="stranger">
                {place === '/catalog/claims' ? (
                  <Link to="/catalog/claims/$id" params={{ id: other.id }}>
                    {other.organisationName}
                  </Link>
                ) : (
                  <Link to="/operator/claims/$id" params={{ id: other.id }}>
                    {other.organisationName}
                  </Link>
                )}
              </td>
              <td>{claimRight(other)}</td>
              <td className="stranger">{other.owner}</td>
              <td>
                <ClaimStateMark state={other.state} />
              </td>
              <td>
                <Moment at={other.submittedAt} only="day" />
              </td>
            </tr>
          ))}
        </Columns>
      )}
      <More pages={claims} />
    </Card>
  )
}
