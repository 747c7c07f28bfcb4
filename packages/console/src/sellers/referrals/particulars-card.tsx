import { Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import type { PartProps } from './draft-referral.tsx'
import { fieldId } from './missing-fields.ts'
import { PartCard } from './part-card.tsx'
import { useTemplates } from './queries.ts'
import styles from './referrals.module.css'

/** Lines of the template that people answer in their own words. */
export function ParticularsCard(props: PartProps): ReactNode {
  const { t } = useText()
  const { referral, writing } = props
  const templates = useTemplates()
  const lines = templates.data?.find(({ id }) => id === referral.template)?.lines ?? []
  const { particulars } = writing.form
  return (
    <PartCard {...props} part="particulars" lead={t('dossier.particulars.description')}>
      <div className={styles.fields}>
        {lines
          .filter(({ stated }) => stated)
          .map(({ id, label, required }) => (
            <Textarea
              key={id}
              id={fieldId(`/particulars/${id}`)}
              label={label}
              description={t(required ? 'dossier.expected.required' : 'dossier.expected.wanted')}
              autosize
              minRows={2}
              maxRows={12}
              maxLength={4000}
              value={particulars[id] ?? ''}
              onChange={({ currentTarget: { value } }) =>
                writing.change({ particulars: { ...particulars, [id]: value } })
              }
            />
          ))}
      </div>
    </PartCard>
  )
}
