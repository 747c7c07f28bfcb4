import { NativeSelect, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { Card } from '../../components/index.ts'
import { languageName, useText } from '../../messages/index.ts'
import type { PartProps } from './draft-referral.tsx'
import { fieldId } from './missing-fields.ts'
import styles from './referrals.module.css'
import { knownOf } from './states.ts'
import { dossierLanguages, tlpKey, tlpLabels } from './terms.ts'

/** How the recipient may share it, by which number others recognise the subject, and its language. */
export function HandlingCard({ referral, writing }: PartProps): ReactNode {
  const { t, locale } = useText()
  const { form, change, incomplete } = writing
  return (
    <Card title={t('dossier.handling')}>
      <div className={styles.fields}>
        <NativeSelect
          id={fieldId('/tlp')}
          label={t('dossier.tlp')}
          description={t(`dossier.tlp.${tlpKey(form.tlp)}`)}
          value={form.tlp}
          data={tlpLabels.map((value) => ({ value, label: `TLP:${value.toUpperCase()}` }))}
          onChange={({ currentTarget }) =>
            change({ tlp: knownOf(tlpLabels, currentTarget.value) ?? 'amber' })
          }
        />
        <TextInput
          id={fieldId('/deconflictionNumber')}
          label={t('dossier.deconfliction')}
          description={t('dossier.deconfliction.hint')}
          error={incomplete.includes('deconflictionNumber') && t('dossier.deconfliction.invalid')}
          maxLength={64}
          value={form.deconflictionNumber}
          onChange={({ currentTarget }) =>
            change({ deconflictionNumber: currentTarget.value.toUpperCase() })
          }
        />
        <NativeSelect
          id={fieldId('/language')}
          label={t('dossier.language')}
          value={form.language}
          data={dossierLanguages.map((value) => ({ value, label: languageName(locale, value) }))}
          onChange={({ currentTarget }) =>
            change({ language: knownOf(dossierLanguages, currentTarget.value) ?? 'en' })
          }
        />
        <p className={styles.fine}>
          {t('dossier.number')}: {referral.number} · {t(`dossier-template.${referral.template}`)}
        </p>
      </div>
    </Card>
  )
}
