import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import type { PartProps } from './draft-referral.tsx'
import { fieldId } from './missing-fields.ts'
import { PartCard } from './part-card.tsx'
import { RecipientFields } from './recipient-fields.tsx'
import styles from './referrals.module.css'

export function RecipientCard(props: PartProps): ReactNode {
  const { writing } = props
  const { t } = useText()
  const { form, change } = writing
  return (
    <PartCard {...props} part="recipient" section="head">
      <div className={styles.fields}>
        <TextInput
          id={fieldId('/title')}
          label={t('dossier.title')}
          maxLength={200}
          value={form.title}
          onChange={({ currentTarget }) => change({ title: currentTarget.value })}
        />
        <RecipientFields value={form.recipient} onChange={(recipient) => change({ recipient })} />
      </div>
    </PartCard>
  )
}
