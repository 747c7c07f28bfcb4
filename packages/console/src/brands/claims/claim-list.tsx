import { NativeSelect } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ClaimState } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { claimRight } from '../../investigation/case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Empty, Moment, Paged } from '../../components/index.ts'
import { claimStates } from './claim-search.ts'
import { ClaimStateMark } from './claim-state.tsx'
import { useClaims, type Claim } from './claim-queries.ts'

/** The pages that list claims: the organisation's catalog, and the operator's area. */
export type ClaimsPlace = '/catalog/claims' | '/operator/claims'

export type ClaimListProps = {
  place: ClaimsPlace
  state: ClaimState | undefined
  onState: (state: ClaimState | undefined) => void
}

/** The organisation's own claims, and those that it reviews. */
export function ClaimList({ place, state, onState }: ClaimListProps): ReactNode {
  const { t } = useText()
  return (
    <Card
      title={t('claims.all')}
      actions={
        <NativeSelect
          size="xs"
          aria-label={t('claims.state')}
          value={state ?? ''}
          data={[
            { value: '', label: t('claims.state.all') },
            ...claimStates.map((value) => ({ value, label: t(`claim-state.${value}`) })),
          ]}
          onChange={({ currentTarget: { value } }) =>
            onState(claimStates.find((one) => one === value))
          }
        />
      }
    >
      <Claims place={place} state={state} />
    </Card>
  )
}

type ClaimsProps = Omit<ClaimListProps, 'onState'>

function Claims({ place, state }: ClaimsProps): ReactNode {
  const { t } = useText()
  const claims = useClaims({ state })
  return (
    <Paged
      pages={claims}
      empty={
        <Empty title={t('claims.empty')} icon="catalog">
          {state === undefined ? t('claims.empty.text') : t('claims.empty.state')}
        </Empty>
      }
    >
      {(items) => (
        <Columns
          caption={t('claims.all')}
          heads={[
            t('claims.brand'),
            t('claims.claimant'),
            t('claims.register'),
            t('claims.owner'),
            t('claims.state'),
            t('claims.submitted'),
          ]}
        >
          {items.map((claim) => (
            <ClaimRow key={claim.id} place={place} claim={claim} />
          ))}
        </Columns>
      )}
    </Paged>
  )
}

function ClaimRow({ place, claim }: { place: ClaimsPlace; claim: Claim }): ReactNode {
  const { t } = useText()
  const { id, office, number, work, owner, basis, state, submittedAt } = claim
  const brand = claim.brandName ?? claim.brand
  const organisation = claim.organisationName
  const words = t('claims.of-organisation', { brand, organisation })
  return (
    <tr>
      <td>
        {place === '/catalog/claims' ? (
          <Link to="/catalog/claims/$id" params={{ id }} aria-label={words}>
            {brand}
          </Link>
        ) : (
          <Link to="/operator/claims/$id" params={{ id }} aria-label={words}>
            {brand}
          </Link>
        )}
      </td>
      <td>{organisation}</td>
      <td>{claimRight({ office, number, work })}</td>
      <td className="stranger">
        {owner}
        {basis === 'agent' && ` · ${t('claims.by-agent')}`}
      </td>
      <td>
        <ClaimStateMark state={state} />
      </td>
      <td>
        <Moment at={submittedAt} only="day" />
      </td>
    </tr>
  )
}
