import type { ReactNode } from 'react'
import { Card } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import type { DraftPart } from './draft-form.ts'
import type { PartProps } from './draft-referral.tsx'
import { fieldId } from './missing-fields.ts'
import styles from './referrals.module.css'
import { SectionLines } from './section-lines.tsx'

type PartCardProps = PartProps & {
  part: DraftPart
  /** The section of the template that the part answers. */
  section?: string
  lead?: string
  children: ReactNode
}

/** A part of the draft as a form; says when it is saved only once it is complete. */
export function PartCard(props: PartCardProps): ReactNode {
  const { part, section, lead, referral, writing, children } = props
  const { t } = useText()
  return (
    <div id={fieldId(`/${part}`)} tabIndex={-1} className={styles.part}>
      <Card title={t(`dossier-part.${part}`)} {...(lead !== undefined && { lead })}>
        {children}
        {writing.incomplete.includes(part) && (
          <p className={styles.held} role="status">
            {t('dossier.part.incomplete')}
          </p>
        )}
        {section !== undefined && <SectionLines referral={referral} section={section} />}
      </Card>
    </div>
  )
}
