import { NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { TerritoryField } from '../../components/index.ts'
import { regionName, useText } from '../../messages/index.ts'
import type { RecipientForm } from './draft-form.ts'
import { fieldId } from './missing-fields.ts'
import { useRecipients, type ReferralRecipientView } from './queries.ts'
import styles from './referrals.module.css'
import { knownOf } from './states.ts'
import { offices } from './terms.ts'

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
      <KnownRecipients value={value} onChange={onChange} />
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

/** Fills in the recipient of an earlier dossier, or an authority of this installation; absent if there is none. */
function KnownRecipients({ value, onChange }: RecipientFieldsProps): ReactNode {
  const { t, locale } = useText()
  const { data = [] } = useRecipients()
  if (data.length === 0) return null
  const options = data.map(({ name, country }, place) => ({
    value: String(place),
    label:
      country === null
        ? name
        : t('dossier.recipient.in-country', { name, country: regionName(locale, country) }),
  }))
  const groups = [
    {
      group: t('dossier.recipient.earlier'),
      items: options.filter((_, place) => data[place]?.lastSentAt !== null),
    },
    {
      group: t('dossier.recipient.authorities'),
      items: options.filter((_, place) => data[place]?.lastSentAt === null),
    },
  ]
  return (
    <NativeSelect
      label={t('dossier.recipient.known')}
      description={t('dossier.recipient.known.hint')}
      value={String(data.findIndex((recipient) => isSame(recipient, value)))}
      data={[
        { value: '-1', label: t('dossier.recipient.known.none') },
        ...groups.filter(({ items }) => items.length > 0),
      ]}
      onChange={({ currentTarget }) => {
        const found = data[Number(currentTarget.value)]
        if (found !== undefined) onChange(filledIn(found, value))
      }}
    />
  )
}

/** The country is left empty rather than taken from another recipient: it decides whether a border is crossed. */
function filledIn(recipient: ReferralRecipientView, { office }: RecipientForm): RecipientForm {
  const { kind, organisation, name, address, country } = recipient
  return {
    kind,
    organisation: organisation ?? '',
    name: kind === 'outside' ? name : '',
    address: address ?? '',
    country: country ?? '',
    office: recipient.office ?? office,
  }
}

function isSame(one: ReferralRecipientView, other: RecipientForm): boolean {
  if (one.kind !== other.kind) return false
  return one.kind === 'organisation'
    ? one.organisation === other.organisation
    : one.name === other.name && one.address === other.address
}
