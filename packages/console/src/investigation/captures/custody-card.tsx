import type { ReactNode } from 'react'
import type { CaptureRead } from '../case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Moment, StoredSentence } from '../../components/index.ts'
import styles from './captures.module.css'

/** The complete chain of custody. */
export function CustodyCard({ custody }: { custody: CaptureRead['custody'] }): ReactNode {
  const { t, word } = useText()
  return (
    <Card title={t('capture.custody')} lead={t('capture.custody.description')}>
      <ol className={styles.custody}>
        {custody.map(({ sequence, at, action, actor, reason, details }) => (
          <li key={sequence}>
            <strong>{word(`custody.${action}`) ?? action}</strong>
            <span className={styles.fine}>
              {' '}
              {actor} · <Moment at={at} />
            </span>
            <div className="stranger">
              <StoredSentence text={reason} byPeople />
            </div>
            {details !== undefined && (
              <div className={styles.fine}>
                <StoredSentence text={details} />
              </div>
            )}
          </li>
        ))}
      </ol>
    </Card>
  )
}
