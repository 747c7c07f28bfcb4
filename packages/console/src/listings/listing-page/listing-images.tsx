import { Button, Switch } from '@mantine/core'
import type { Assessment } from '@touchstone/contract'
import { useMemo, useState, type ReactNode } from 'react'
import { problemOf, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Icon, ProblemText, useBlur } from '../../components/index.ts'
import type { Lit } from '../../assessment/index.ts'
import { hostsOf, picturesOf, type Picture } from './image-address.ts'
import { PictureViewer } from './image-viewer.tsx'
import styles from './listing-images.module.css'
import type { ListingWithVersions } from '../queries.ts'

export type PicturesProps = { listing: ListingWithVersions; lit: Lit }

/**
 * A listing's pictures. Loading one would tell its host of the review, so third-party pictures load on request only,
 * through this server.
 */
export function Pictures({ listing, lit }: PicturesProps): ReactNode {
  const { t } = useText()
  const pictures = useMemo(
    () => picturesOf(listing.id, listing.listing),
    [listing.id, listing.listing],
  )
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set())
  const [open, setOpen] = useState<number>()
  const [blur, setBlur] = useBlur()
  const visiblePictures = pictures.filter(
    ({ host, isOwn }) => isOwn || (host !== undefined && wanted.has(host)),
  )
  const waiting = hostsOf(pictures).filter(({ host }) => !wanted.has(host))
  const nameless = pictures.filter(({ host }) => host === undefined).length
  const signals = signalsByPicture(listing.assessment)
  return (
    <>
      {waiting.map(({ host, count }) => (
        <div key={host} className={styles.choice}>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => setWanted(new Set([...wanted, host]))}
          >
            <span className="stranger">{t('picture.load', { count, host })}</span>
          </Button>
        </div>
      ))}
      {waiting.length > 0 && <p className={styles.note}>{t('picture.load.hint')}</p>}
      {nameless > 0 && (
        <p className={styles.note}>{t('picture.without-address', { count: nameless })}</p>
      )}
      {visiblePictures.length > 0 && (
        <Switch
          size="xs"
          label={t('case.blur')}
          checked={blur}
          onChange={({ currentTarget }) => setBlur(currentTarget.checked)}
        />
      )}
      {visiblePictures.length > 0 && (
        <ul className={styles.thumbnails} data-blur={blur} aria-label={t('listing.pictures')}>
          {visiblePictures.map((picture, index) => (
            <Thumbnail
              key={picture.place}
              listing={listing.id}
              picture={picture}
              of={pictures.length}
              signals={signals.get(picture.place) ?? []}
              lit={lit}
              onOpen={() => setOpen(index)}
            />
          ))}
        </ul>
      )}
      {open !== undefined && (
        <PictureViewer
          pictures={visiblePictures}
          assessment={listing.assessment}
          start={open}
          of={pictures.length}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  )
}

type ThumbnailProps = {
  listing: string
  picture: Picture
  of: number
  signals: readonly number[]
  lit: Lit
  onOpen: () => void
}

function Thumbnail({ listing, picture, of, signals, lit, onOpen }: ThumbnailProps): ReactNode {
  const { t } = useText()
  const [problem, setProblem] = useState<unknown>()
  const words = t('picture.one', { number: picture.place + 1, of })
  if (problem !== undefined) {
    return (
      <li className={styles.refused}>
        <Icon name="warning" size={15} />
        <span>{words}</span>
        <ImageProblem error={problem} />
      </li>
    )
  }
  const fail = (): void => {
    // The browser gives no reason; the server has stored one and does not contact the host again.
    server.listingImages
      .read({ params: { id: listing, place: String(picture.place) } })
      .then(() => setProblem(new TypeError(words)), setProblem)
  }
  return (
    <li data-lit={lit.signal !== undefined && signals.includes(lit.signal)}>
      <button type="button" className={styles.thumbnail} onClick={onOpen}>
        <img
          src={picture.source}
          alt={words}
          loading="lazy"
          decoding="async"
          referrerPolicy="same-origin"
          onError={fail}
        />
        {signals.length > 0 && <span className={styles.signals}>{signals.join(' ')}</span>}
      </button>
    </li>
  )
}

function ImageProblem({ error }: { error: unknown }): ReactNode {
  return (
    <span>
      <ProblemText problem={problemOf(error)} />
    </span>
  )
}

/** Numbers of the signals that refer to each picture. */
function signalsByPicture(assessment: Assessment | null): Map<number, number[]> {
  const found = new Map<number, number[]>()
  for (const [index, { evidence }] of (assessment?.signals ?? []).entries()) {
    const place = evidence?.image
    if (place !== undefined) found.set(place, [...(found.get(place) ?? []), index + 1])
  }
  return found
}
