import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import { addressOf, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Icon, useBlur } from '../../components/index.ts'
import styles from './listing-image.module.css'

export type ListingImageProps = { listing: string; title: string }

/** The first stored picture of a listing, as wide as its place, to be compared with another; its host is not contacted. */
export function ListingImage({ listing, title }: ListingImageProps): ReactNode {
  const { t } = useText()
  const [blur] = useBlur()
  const frame = useRef<HTMLSpanElement>(null)
  const isSeen = useSeen(frame)
  const { data } = useQuery({
    enabled: isSeen,
    queryKey: ['kept pictures', listing],
    queryFn: ({ signal }) => server.listingImages.list({ params: { id: listing }, signal }),
    staleTime: 300_000,
    retry: false,
  })
  const stored = data?.items.find(({ state }) => state === 'kept')
  return (
    <span ref={frame} className={styles.picture} data-blur={blur}>
      {stored ? (
        <img
          src={addressOf('listingImages', 'storedCopy', {
            id: listing,
            place: String(stored.place),
          })}
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
