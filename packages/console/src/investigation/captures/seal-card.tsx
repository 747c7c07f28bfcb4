import type { ReactNode } from 'react'
import type { CaptureRead } from '../case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, FactList, Moment } from '../../components/index.ts'
import styles from './captures.module.css'

/** The seal's facts; anyone can verify it with the package. */
export function SealCard({ seal }: { seal: CaptureRead['seal'] }): ReactNode {
  const { t, time, number } = useText()
  if (seal === null) return <Card title={t('capture.seal')}>{t('capture.seal.none')}</Card>
  const { sealedAt, publisher, key, logIndex, timestamps, unanswered } = seal
  const stamps = timestamps.map(({ authority, at }) =>
    t('capture.seal.stamp', { authority, at: time(at) }),
  )
  return (
    <Card title={t('capture.seal')} lead={t('capture.seal.verify')}>
      <FactList
        facts={[
          [t('capture.seal.at'), <Moment key="a" at={sealedAt} />],
          [t('capture.seal.by'), publisher],
          [t('capture.seal.log'), number(logIndex)],
          [
            t('capture.seal.stamps'),
            stamps.length === 0 ? t('capture.seal.no-stamps') : stamps.join('\n'),
          ],
          [
            t('capture.seal.key'),
            <code key="k" className={styles.digest}>
              {key}
            </code>,
          ],
        ]}
      />
      {unanswered.map(({ authority, reason }) => (
        <p key={authority} className={styles.fine}>
          {t('capture.seal.unanswered', { authority, reason })}
        </p>
      ))}
    </Card>
  )
}
