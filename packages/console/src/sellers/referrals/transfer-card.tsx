import { Checkbox, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import type { PartProps } from './draft-referral.tsx'
import { fieldId } from './missing-fields.ts'
import { PartCard } from './part-card.tsx'
import styles from './referrals.module.css'

const grounds = [
  ['basis', 2000],
  ['ground', 2000],
  ['necessity', 4000],
] as const

/** What counsel records before anything crosses a border, and the approval for what is stored in China. */
export function TransferCard(props: PartProps): ReactNode {
  const { writing } = props
  const { t } = useText()
  const { form, change } = writing
  const { transfer, recipient, complainant } = form
  const put = (part: Partial<typeof transfer>): void =>
    change({ transfer: { ...transfer, ...part } })
  const crosses =
    complainant.country !== '' &&
    recipient.country !== '' &&
    complainant.country !== recipient.country
  return (
    <>
      <PartCard
        {...props}
        part="transfer"
        section="transfer"
        lead={t(crosses ? 'dossier.transfer.required' : 'dossier.transfer.description')}
      >
        <div className={styles.fields}>
          {grounds.map(([field, most]) => (
            <Textarea
              key={field}
              id={fieldId(`/transfer/${field}`)}
              label={t(`dossier.transfer.${field}`)}
              autosize
              minRows={2}
              maxRows={8}
              maxLength={most}
              value={transfer[field]}
              onChange={({ currentTarget }) => put({ [field]: currentTarget.value })}
            />
          ))}
          <div className={styles.pairs}>
            <TextInput
              id={fieldId('/transfer/counsel')}
              label={t('dossier.transfer.counsel')}
              maxLength={200}
              value={transfer.counsel}
              onChange={({ currentTarget }) => put({ counsel: currentTarget.value })}
            />
            <TextInput
              id={fieldId('/transfer/assessedOn')}
              label={t('dossier.transfer.on')}
              type="date"
              value={transfer.assessedOn}
              onChange={({ currentTarget }) => put({ assessedOn: currentTarget.value })}
            />
          </div>
        </div>
      </PartCard>
      <PartCard {...props} part="approvalNumber" lead={t('dossier.approval.description')}>
        <div className={styles.fields}>
          <Checkbox
            id={fieldId('/storedInChina')}
            label={t('dossier-part.storedInChina')}
            checked={form.storedInChina}
            onChange={({ currentTarget }) => change({ storedInChina: currentTarget.checked })}
          />
          <TextInput
            id={fieldId('/approvalNumber/value')}
            label={t('dossier.approval.number')}
            maxLength={200}
            value={form.approvalNumber}
            onChange={({ currentTarget }) => change({ approvalNumber: currentTarget.value })}
          />
        </div>
      </PartCard>
    </>
  )
}
