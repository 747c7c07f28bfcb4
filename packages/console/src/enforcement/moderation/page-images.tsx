import { Modal } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { addressOf } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Moment } from '../../components/index.ts'
import type { Received, ReceivedItem } from './queries.ts'
import styles from './moderation.module.css'

export type PagePicturesProps = {
  notice: Received['id']
  pictures: ReceivedItem['pictures']
  blur: boolean
}

/**
 * Captured images of the page as the notifier sealed them: small previews, full size on request, which the chain of
 * custody records.
 */
export function PageImages({ notice, pictures, blur }: PagePicturesProps): ReactNode {
  const { t } = useText()
  const [open, setOpen] = useState<number>()
  if (pictures.length === 0) return null
  const addressAt = (at: number): string =>
    addressOf('moderation', 'picture', { id: notice, digest: pictures[at]?.sha256 ?? '' })
  const nameAt = (at: number): string => t('moderation.capture.part', { number: at + 1 })
  return (
    <>
      <h3 className={styles.small}>{t('moderation.capture')}</h3>
      <ul className={styles.pages} aria-label={t('moderation.capture')}>
        {pictures.map(({ sha256, sealedAt }, at) => (
          <li key={sha256}>
            <figure data-blur={blur}>
              <button type="button" onClick={() => setOpen(at)}>
                <img src={addressAt(at)} alt={nameAt(at)} loading="lazy" />
              </button>
              <figcaption>
                {t('moderation.capture.sealed')} <Moment at={sealedAt} />
                <br />
                <code className={styles.digest}>{sha256}</code>
              </figcaption>
            </figure>
          </li>
        ))}
      </ul>
      <Modal
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={nameAt(open ?? 0)}
        size="auto"
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {open !== undefined && (
          <figure className={styles.large} data-blur={blur}>
            <img src={addressAt(open)} alt={nameAt(open)} />
          </figure>
        )}
      </Modal>
    </>
  )
}
