import { useState, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Icon, StoredSentence, useBlur } from '../../components/index.ts'
import styles from './listing-thumbnail.module.css'
import { useThumbnail, type Thumbnail } from './queries.ts'

export type ListingThumbnailProps = {
  /** Null if the listing is unknown. */
  listing: string | null
  title: string
  /** The kind of object that `title` names. */
  of?: 'listing' | 'case' | 'notice' | 'capture'
  /** The size of the box: for a row, for a small row, or the full width. */
  size?: 'row' | 'small' | 'fill'
  /** Shown where there is no picture, instead of the reason. */
  instead?: ReactNode
}

/** A listing's picture in a box of fixed size, or a placeholder with the reason. */
export function ListingThumbnail({
  listing,
  title,
  of = 'listing',
  size = 'row',
  instead,
}: ListingThumbnailProps): ReactNode {
  const { t, labelled } = useText()
  const { data, isPending, isError } = useThumbnail(listing)
  const [blur] = useBlur()
  const [broken, setBroken] = useState<string>()
  const address = data?.address ?? undefined
  if (address !== undefined && address !== broken) {
    return (
      <span className={styles.box} data-size={size} data-blur={blur}>
        <img
          src={address}
          width={240}
          height={240}
          alt={t(`thumbnail.alt.${of}`, { title: title.slice(0, 80) })}
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setBroken(address)}
        />
      </span>
    )
  }
  if (listing !== null && isPending) return <span className={styles.box} data-size={size} />
  if (instead !== undefined) return instead
  const isBroken = isError || address !== undefined
  const reason = listing === null ? 'no-listing' : isBroken ? 'not-loaded' : reasonOf(data)
  const words = t(`thumbnail.${reason}`)
  const placeholder = (hint: string): ReactNode => (
    <span
      className={styles.box}
      data-size={size}
      data-empty
      role="img"
      aria-label={words}
      title={hint}
    >
      <Icon name="noPicture" size={size === 'small' ? 16 : 22} />
      {size === 'fill' && <span aria-hidden="true">{words}</span>}
    </span>
  )
  if (data?.reason == null) return placeholder(words)
  return (
    <StoredSentence text={data.reason}>{(why) => placeholder(labelled(words, why))}</StoredSentence>
  )
}

function reasonOf(
  thumbnail: Thumbnail | null | undefined,
): 'not-visible' | 'not-loaded' | Exclude<Thumbnail['state'], 'stored'> {
  if (thumbnail === null || thumbnail === undefined) return 'not-visible'
  return thumbnail.state === 'stored' ? 'not-loaded' : thumbnail.state
}
