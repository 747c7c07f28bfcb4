import { NativeSelect, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { AccountsField } from './accounts-field.tsx'
import { noPerson } from './draft-form.ts'
import type { PartProps } from './draft-referral.tsx'
import { ListedParts } from './listed-parts.tsx'
import { fieldId } from './missing-fields.ts'
import { PartCard } from './part-card.tsx'
import type { ReferralItemView } from './queries.ts'

type PersonsCardProps = PartProps & { accounts: readonly ReferralItemView[] }

/** Natural persons, each named only where a document proves who they are. */
export function PersonsCard(props: PersonsCardProps): ReactNode {
  const { referral, writing, accounts } = props
  const { t } = useText()
  const proofs = referral.documents.filter(({ purpose }) => purpose === 'identity')
  return (
    <PartCard {...props} part="persons" lead={t('dossier.persons.description')}>
      <ListedParts
        part="persons"
        items={writing.form.persons}
        none={noPerson}
        add={t('dossier.persons.add')}
        onChange={(persons) => writing.change({ persons })}
      >
        {(person, put, place) => (
          <>
            <TextInput
              id={fieldId(`/persons/${place}/name`)}
              label={t('dossier.person.name')}
              maxLength={200}
              value={person.name}
              onChange={({ currentTarget }) => put({ name: currentTarget.value })}
            />
            <AccountsField
              label={t('dossier.person.accounts')}
              items={accounts}
              value={person.accounts}
              onChange={(chosen) => put({ accounts: chosen })}
            />
            <NativeSelect
              id={fieldId(`/persons/${place}/document`)}
              label={t('dossier.person.document')}
              description={t('dossier.person.document.hint')}
              value={person.document}
              data={[
                { value: '', label: t('dossier.document.none') },
                ...proofs.map(({ id, title }) => ({ value: id, label: title })),
              ]}
              onChange={({ currentTarget }) => put({ document: currentTarget.value })}
            />
            <TextInput
              id={fieldId(`/persons/${place}/kindOfDocument`)}
              label={t('dossier.person.kind-of-document')}
              placeholder={t('dossier.person.kind-of-document.example')}
              maxLength={200}
              value={person.kindOfDocument}
              onChange={({ currentTarget }) => put({ kindOfDocument: currentTarget.value })}
            />
          </>
        )}
      </ListedParts>
    </PartCard>
  )
}
