import { Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import type { PartProps } from './draft-referral.tsx'
import { fieldId } from './missing-fields.ts'
import { PartCard } from './part-card.tsx'
import styles from './referrals.module.css'

/** Why the goods are not genuine, and what a genuine piece costs. */
export function ExaminationCard(props: PartProps): ReactNode {
  const { writing } = props
  const { t } = useText()
  const { examination, genuineUnitValue: value } = writing.form
  const put = (part: Partial<typeof examination>): void =>
    writing.change({ examination: { ...examination, ...part } })
  return (
    <>
      <PartCard
        {...props}
        part="examination"
        section="examination"
        lead={t('dossier.examination.description')}
      >
        <div className={styles.pairs}>
          <TextInput
            id={fieldId('/examination/examiner')}
            label={t('dossier.examination.examiner')}
            maxLength={200}
            value={examination.examiner}
            onChange={({ currentTarget }) => put({ examiner: currentTarget.value })}
          />
          <TextInput
            id={fieldId('/examination/examinedOn')}
            label={t('dossier.examination.on')}
            type="date"
            value={examination.examinedOn}
            onChange={({ currentTarget }) => put({ examinedOn: currentTarget.value })}
          />
        </div>
        <Textarea
          mt="sm"
          id={fieldId('/examination/statement')}
          label={t('dossier.examination.statement')}
          description={t('dossier.examination.statement.hint')}
          autosize
          minRows={3}
          maxRows={16}
          maxLength={4000}
          value={examination.statement}
          onChange={({ currentTarget }) => put({ statement: currentTarget.value })}
        />
      </PartCard>
      <PartCard {...props} part="genuineUnitValue" lead={t('dossier.value.description')}>
        <div className={styles.pairs}>
          <TextInput
            id={fieldId('/genuineUnitValue/amount')}
            label={t('dossier.value.amount')}
            inputMode="decimal"
            value={value.amount}
            onChange={({ currentTarget }) =>
              writing.change({ genuineUnitValue: { ...value, amount: currentTarget.value } })
            }
          />
          <TextInput
            id={fieldId('/genuineUnitValue/currency')}
            label={t('dossier.value.currency')}
            placeholder="EUR"
            maxLength={3}
            value={value.currency}
            onChange={({ currentTarget }) =>
              writing.change({
                genuineUnitValue: { ...value, currency: currentTarget.value.toUpperCase() },
              })
            }
          />
        </div>
      </PartCard>
    </>
  )
}
