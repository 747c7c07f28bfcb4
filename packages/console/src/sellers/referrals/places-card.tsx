import { NativeSelect, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { TerritoryField } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { noPlace } from './draft-form.ts'
import type { PartProps } from './draft-referral.tsx'
import { ListedParts } from './listed-parts.tsx'
import { fieldId } from './missing-fields.ts'
import { PartCard } from './part-card.tsx'
import { knownOf } from './states.ts'
import { placeKinds } from './terms.ts'

/** Where goods are made, stored, sent from, sold or returned to. */
export function PlacesCard(props: PartProps): ReactNode {
  const { writing } = props
  const { t } = useText()
  return (
    <PartCard {...props} part="places" section="places" lead={t('dossier.places.description')}>
      <ListedParts
        part="places"
        items={writing.form.places}
        none={noPlace}
        add={t('dossier.places.add')}
        onChange={(places) => writing.change({ places })}
      >
        {(one, put, place) => (
          <>
            <NativeSelect
              id={fieldId(`/places/${place}/kind`)}
              label={t('dossier.place.kind')}
              value={one.kind}
              data={placeKinds.map((kind) => ({ value: kind, label: t(`dossier-place.${kind}`) }))}
              onChange={({ currentTarget }) =>
                put({ kind: knownOf(placeKinds, currentTarget.value) ?? 'other' })
              }
            />
            <TerritoryField
              label={t('dossier.place.country')}
              value={one.country}
              onChange={(country) => put({ country })}
            />
            <TextInput
              id={fieldId(`/places/${place}/address`)}
              label={t('dossier.place.address')}
              maxLength={1000}
              value={one.address}
              onChange={({ currentTarget }) => put({ address: currentTarget.value })}
            />
            <TextInput
              id={fieldId(`/places/${place}/basis`)}
              label={t('dossier.place.basis')}
              placeholder={t('dossier.place.basis.example')}
              maxLength={2000}
              value={one.basis}
              onChange={({ currentTarget }) => put({ basis: currentTarget.value })}
            />
          </>
        )}
      </ListedParts>
    </PartCard>
  )
}
