import type { ReactNode } from 'react'
import type { CaptureRead } from '../case-components/index.ts'
import { addressOf } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card } from '../../components/index.ts'
import styles from './captures.module.css'

type Pages = NonNullable<CaptureRead['circumstances']>['pages']
export type ShotsProps = { id: string; pages: Pages; items: CaptureRead['items'] }

/** Full-length screenshots of each page. */
export function Screenshots({ id, pages, items }: ShotsProps): ReactNode {
  const { t } = useText()
  const pictures = new Set(
    items.filter(({ mediatype }) => mediatype === 'image/png').map(({ name }) => name),
  )
  const screenshots = pages.map((page) => ({
    page,
    names: page.files.filter((name) => pictures.has(name)),
  }))
  return (
    <Card title={t('capture.shots')}>
      {screenshots.every(({ names }) => names.length === 0) && (
        <p className={styles.fine}>{t('capture.shots.none')}</p>
      )}
      {screenshots.map(({ page, names }) =>
        names.map((name, index) => (
          <figure key={name} className={styles.shot}>
            {/* Focusable, so that it scrolls by keyboard: a page is taller than its frame. */}
            <div className={styles.scroll} tabIndex={0} role="group" aria-label={name}>
              <img
                src={addressOf('evidence', 'item', { id, name })}
                alt={t('capture.shot', {
                  number: index + 1,
                  of: names.length,
                  address: page.url ?? page.requested,
                })}
              />
            </div>
            <figcaption className="stranger">
              {page.title ?? page.requested} · {name}
            </figcaption>
          </figure>
        )),
      )}
    </Card>
  )
}
