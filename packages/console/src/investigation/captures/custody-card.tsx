import type { ReactNode } from 'react'
import { useMember } from '../../access/session/index.ts'
import type { CaptureRead } from '../case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card } from '../../components/index.ts'
import styles from './captures.module.css'
import { CustodySentence } from './custody-sentence.tsx'
import { exactTime } from './exact-time.ts'

type CustodyStep = CaptureRead['custody'][number]

/** The complete chain of custody: IDs are in the package, names here. */
export function CustodyCard({ custody }: { custody: CaptureRead['custody'] }): ReactNode {
  const { t, word, locale } = useText()
  return (
    <Card title={t('capture.custody')} lead={t('capture.custody.description')}>
      <ol className={styles.custody}>
        {custody.map((step) => (
          <li key={step.sequence}>
            <strong>{word(`custody.${step.action}`) ?? step.action}</strong>
            <div>
              <span className={styles.fine}>
                <Actor step={step} /> · <time dateTime={step.at}>{exactTime(locale, step.at)}</time>
              </span>
            </div>
            <div className="stranger">
              <CustodySentence text={step.reason} />
            </div>
            {step.details !== undefined && (
              <div className={styles.fine}>
                <CustodySentence text={step.details} />
              </div>
            )}
          </li>
        ))}
      </ol>
    </Card>
  )
}

function Actor({ step: { actor, actorKind } }: { step: CustodyStep }): ReactNode {
  const { t } = useText()
  const { organisation } = useMember()
  if (actor === null) return t('capture.custody.unknown', { organisation: organisation.name })
  if (actorKind === 'person') {
    return t('capture.custody.person', { name: actor, organisation: organisation.name })
  }
  return t(`capture.custody.${actorKind}`, { name: actor })
}
