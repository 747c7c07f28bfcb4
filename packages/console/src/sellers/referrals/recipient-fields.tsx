import { NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { TerritoryField } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { recipientFormOf, type RecipientForm } from './draft-form.ts'
import { fieldId } from './missing-fields.ts'
import styles from './referrals.module.css'
import { knownOf } from './states.ts'
import { offices } from './terms.ts'
import { useEarlierRecipients } from './use-earlier-recipients.ts'

const kinds = ['organisation', 'outside'] as const

type RecipientFieldsProps = {
  value: RecipientForm
  onChange: (value: RecipientForm) => void
}

/** An authority or counsel of this installation, or someone outside. */
export function RecipientFields({ value, onChange }: RecipientFieldsProps): ReactNode {
  const { t } = useText()
  const put = (part: Partial<RecipientForm>): void => onChange({ ...value, ...part })
  const text = (name: 'organisation' | 'name' | 'address') => ({
    id: fieldId(`/recipient/${name}`),
    label: t(`dossier.recipient.${name}`),
    value: value[name],
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      put({ [name]: currentTarget.value }),
  })
  return (
    <div className={styles.fields}>
      <EarlierRecipients value={value} onChange={onChange} />
      <SegmentedControl
        aria-label={t('dossier.recipient.kind')}
        value={value.kind}
        data={kinds.map((kind) => ({ value: kind, label: t(`dossier.recipient.kind.${kind}`) }))}
        onChange={(kind) => put({ kind: knownOf(kinds, kind) ?? 'organisation' })}
      />
      {value.kind === 'organisation' ? (
        <TextInput
          {...text('organisation')}
          description={t('dossier.recipient.organisation.hint')}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={63}
        />
      ) : (
        <>
          <TextInput {...text('name')} maxLength={200} />
          <Textarea
            {...text('address')}
            description={t('dossier.recipient.outside.hint')}
            autosize
            minRows={2}
            maxRows={6}
            maxLength={1000}
          />
        </>
      )}
      <NativeSelect
        id={fieldId('/recipient/office')}
        label={t('dossier.recipient.office')}
        value={value.office}
        data={offices.map((office) => ({ value: office, label: t(`dossier-office.${office}`) }))}
        onChange={({ currentTarget }) =>
          put({ office: knownOf(offices, currentTarget.value) ?? 'police' })
        }
      />
      <TerritoryField
        label={t('dossier.recipient.country')}
        value={value.country}
        onChange={(country) => put({ country })}
      />
    </div>
  )
}

/** Fills in a recipient as an earlier dossier named it; absent before the first one was sent. */
function EarlierRecipients({ value, onChange }: RecipientFieldsProps): ReactNode {
  const { t } = useText()
  const { data = [] } = useEarlierRecipients()
  if (data.length === 0) return null
  const chosen = data.findIndex(({ recipient }) => isSame(recipientFormOf(recipient), value))
  return (
    <NativeSelect
      label={t('dossier.recipient.earlier')}
      description={t('dossier.recipient.earlier.hint')}
      value={String(chosen)}
      data={[
        { value: '-1', label: t('dossier.recipient.earlier.none') },
        ...data.map(({ name }, place) => ({ value: String(place), label: name })),
      ]}
      onChange={({ currentTarget }) => {
        const found = data[Number(currentTarget.value)]
        if (found !== undefined) onChange(recipientFormOf(found.recipient))
      }}
    />
  )
}

function isSame(one: RecipientForm, other: RecipientForm): boolean {
  if (one.kind !== other.kind) return false
  return one.kind === 'organisation'
    ? one.organisation === other.organisation
    : one.name === other.name && one.address === other.address
}
