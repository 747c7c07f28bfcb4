import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { TerritoryField } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import type { PartProps } from './draft-referral.tsx'
import { fieldId } from './missing-fields.ts'
import { PartCard } from './part-card.tsx'
import styles from './referrals.module.css'

const contactFields = [
  ['name', 200],
  ['phone', 100],
  ['email', 254],
  ['address', 1000],
] as const

/** Who complains, whom the recipient reaches at any hour, and the expert witness. */
export function ComplainantCard(props: PartProps): ReactNode {
  const { writing } = props
  const { t } = useText()
  const { complainant } = writing.form
  const put = (part: Partial<typeof complainant>): void =>
    writing.change({ complainant: { ...complainant, ...part } })
  return (
    <PartCard
      {...props}
      part="complainant"
      section="complainant"
      lead={t('dossier.complainant.description')}
    >
      <div className={styles.pairs}>
        <TextInput
          id={fieldId('/complainant/name')}
          label={t('dossier.complainant.name')}
          maxLength={200}
          value={complainant.name}
          onChange={({ currentTarget }) => put({ name: currentTarget.value })}
        />
        <TerritoryField
          label={t('dossier.complainant.country')}
          value={complainant.country}
          onChange={(country) => put({ country })}
        />
      </div>
      {(['contact', 'witness'] as const).map((who) => (
        <fieldset key={who} className={styles.group}>
          <legend>{t(`dossier.complainant.${who}`)}</legend>
          <p className={styles.fine}>{t(`dossier.complainant.${who}.hint`)}</p>
          <div className={styles.pairs}>
            {contactFields.map(([field, most]) => (
              <TextInput
                key={field}
                id={fieldId(`/complainant/${who}/${field}`)}
                label={t(`dossier.contact.${field}`)}
                maxLength={most}
                value={complainant[who][field]}
                onChange={({ currentTarget }) =>
                  put({ [who]: { ...complainant[who], [field]: currentTarget.value } })
                }
              />
            ))}
          </div>
        </fieldset>
      ))}
    </PartCard>
  )
}
