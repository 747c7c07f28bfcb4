import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { addresses } from 'virtual:addresses'
import { hostsOf, picturesOf } from '../../listings/index.ts'
import { useText } from '../../messages/index.ts'
import styles from './annotation-page.module.css'
import type { BlindListing } from './queries.ts'

export type PicturesToReadProps = { id: string; listing: BlindListing }

/** Pictures of the current listing, loaded through this server on request. */
export function BlindImages({ id, listing }: PicturesToReadProps): ReactNode {
  const { t } = useText()
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set())
  const pictures = picturesOf(id, listing, addresses['blindAudit']?.['picture'])
  const waiting = hostsOf(pictures).filter(({ host }) => !wanted.has(host))
  const visiblePictures = pictures.filter(
    ({ host, isOwn }) => isOwn || (host !== undefined && wanted.has(host)),
  )
  return (
    <>
      {waiting.map(({ host, count }) => (
        <Button
          key={host}
          mt="sm"
          size="compact-sm"
          variant="default"
          onClick={() => setWanted(new Set([...wanted, host]))}
        >
          <span className="stranger">{t('picture.load', { count, host })}</span>
        </Button>
      ))}
      {waiting.length > 0 && <p className={styles.fine}>{t('picture.load.hint')}</p>}
      {visiblePictures.length > 0 && (
        <ul className={styles.pictures} aria-label={t('listing.pictures')}>
          {visiblePictures.map(({ place, source }) => (
            <li key={place}>
              <img
                src={source}
                alt={t('picture.one', { number: place + 1, of: pictures.length })}
                decoding="async"
                referrerPolicy="same-origin"
              />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
