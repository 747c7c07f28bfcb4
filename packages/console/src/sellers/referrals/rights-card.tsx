import { NativeSelect, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { TerritoriesField } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { noRight, type RightForm } from './draft-form.ts'
import type { PartProps } from './draft-referral.tsx'
import { ListedParts } from './listed-parts.tsx'
import { fieldId } from './missing-fields.ts'
import { PartCard } from './part-card.tsx'
import { knownOf } from './states.ts'
import { rightKinds } from './terms.ts'
import { useApprovedClaims, type ApprovedClaim } from './use-approved-claims.ts'

/** The rights that the dossier rests on, by approved claims. */
export function RightsCard(props: PartProps): ReactNode {
  const { referral, writing } = props
  const { t } = useText()
  const claims = useApprovedClaims()
  const extracts = referral.documents.filter(({ purpose }) => purpose === 'right-extract')
  return (
    <PartCard {...props} part="rights" section="rights" lead={t('dossier.rights.description')}>
      <ListedParts
        part="rights"
        items={writing.form.rights}
        none={noRight}
        add={t('dossier.rights.add')}
        onChange={(rights) => writing.change({ rights })}
      >
        {(right, put, place) => (
          <>
            <NativeSelect
              id={fieldId(`/rights/${place}/claim`)}
              label={t('dossier.right.claim')}
              value={right.claim}
              data={[
                { value: '', label: t('dossier.right.claim.choose') },
                ...(claims.data ?? []).map((claim) => ({ value: claim.id, label: nameOf(claim) })),
              ]}
              onChange={({ currentTarget: { value } }) =>
                put(
                  usualOf(
                    right,
                    claims.data?.find(({ id }) => id === value),
                  ),
                )
              }
            />
            <NativeSelect
              id={fieldId(`/rights/${place}/kind`)}
              label={t('dossier.right.kind')}
              value={right.kind}
              data={rightKinds.map((kind) => ({ value: kind, label: t(`dossier-right.${kind}`) }))}
              onChange={({ currentTarget }) =>
                put({ kind: knownOf(rightKinds, currentTarget.value) ?? 'trademark' })
              }
            />
            <TextInput
              id={fieldId(`/rights/${place}/mark`)}
              label={t('dossier.right.mark')}
              maxLength={300}
              value={right.mark}
              onChange={({ currentTarget }) => put({ mark: currentTarget.value })}
            />
            <TerritoriesField
              label={t('dossier.right.territory')}
              offices
              value={right.territory}
              onChange={(territory) => put({ territory })}
            />
            <TextInput
              id={fieldId(`/rights/${place}/niceClasses`)}
              label={t('dossier.right.classes')}
              placeholder="18, 25"
              value={right.niceClasses}
              onChange={({ currentTarget }) => put({ niceClasses: currentTarget.value })}
            />
            <TextInput
              id={fieldId(`/rights/${place}/until`)}
              label={t('dossier.right.until')}
              type="date"
              value={right.until}
              onChange={({ currentTarget }) => put({ until: currentTarget.value })}
            />
            <NativeSelect
              id={fieldId(`/rights/${place}/extract`)}
              label={t('dossier.right.extract')}
              description={t('dossier.right.extract.hint')}
              value={right.extract}
              data={[
                { value: '', label: t('dossier.document.none') },
                ...extracts.map(({ id, title }) => ({ value: id, label: title })),
              ]}
              onChange={({ currentTarget }) => put({ extract: currentTarget.value })}
            />
          </>
        )}
      </ListedParts>
    </PartCard>
  )
}

function nameOf({ brand, office, number, work }: ApprovedClaim): string {
  return `${brand} · ${work === null ? `${office ?? ''} ${number ?? ''}` : `“${work.title}”`}`
}

/** A chosen claim fills in what it knows and the person has not typed. */
function usualOf(right: RightForm, claim: ApprovedClaim | undefined): Partial<RightForm> {
  if (claim === undefined) return { claim: '' }
  const { id, brand, office } = claim
  return {
    claim: id,
    ...(right.mark === '' && { mark: brand }),
    ...(right.territory.length === 0 && office !== null && { territory: [office] }),
  }
}
