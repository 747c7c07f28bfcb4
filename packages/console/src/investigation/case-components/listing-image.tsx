import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import { addressOf, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Icon } from '../../surface/index.ts'
import styles from './listing-image.module.css'

export type ListingPictureProps = {
  listing: string
  title: string
  blur?: boolean
  /** Fills its container, for comparison with another. */
  large?: boolean
}

/** The first stored picture of a listing, loaded from this server so that the original host learns nothing. */
export function ListingImage({
  listing,
  title,
  blur = false,
  large = false,
}: ListingPictureProps): ReactNode {
  const { t } = useText()
  const frame = useRef<HTMLSpanElement>(null)
  const isSeen = useSeen(frame)
  const { data } = useQuery({
    enabled: isSeen,
    queryKey: ['kept pictures', listing],
    queryFn: ({ signal }) => server.listingImages.list({ params: { id: listing }, signal }),
    staleTime: 300_000,
    retry: false,
  })
  const kept = data?.items.find(({ state }) => state === 'kept')
  return (
    <span ref={frame} className={styles.picture} data-blur={blur} data-large={large}>
      {kept ? (
        <img
          src={addressOf('listingImages', 'storedCopy', { id: listing, place: String(kept.place) })}
          alt={t('case.picture', { title })}
          loading="lazy"
          decoding="async"
        />
      ) : (
        <>
          <Icon name="nothing" size={20} />
          <span className="only-read-aloud">{t('case.picture.none')}</span>
        </>
      )}
    </span>
  )
}

/** Becomes true when the element is first visible, since long lists are rarely viewed in full. */
function useSeen(of: RefObject<Element | null>): boolean {
  const [isSeen, setSeen] = useState(false)
  useEffect(() => {
    const element = of.current
    if (element === null || isSeen) return
    const watch = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true)
      },
      { rootMargin: '200px' },
    )
    watch.observe(element)
    return () => watch.disconnect()
  }, [of, isSeen])
  return isSeen
}
