import { Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { addressOf, server } from '../../connection/index.ts'
import {
  keptPicture,
  pictureOfReference,
  useAnalysedImages,
} from '../../images/reference-images/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { TranslateButton } from '../../listings/index.ts'
import { useText } from '../../messages/index.ts'
import { VerdictMark } from '../../components/index.ts'
import { Sender } from './notice-sender.tsx'
import type { Received, ReceivedItem } from './queries.ts'
import styles from './review-panel.module.css'

export type PictureComparisonProps = {
  notice: Received
  item: ReceivedItem
  blur: boolean
  onBlur: (blur: boolean) => void
}

/** What the notifier says and captured, the listing, and the brand’s own pictures, side by side. */
export function PictureComparison(props: PictureComparisonProps): ReactNode {
  const { notice, item, blur, onBlur } = props
  const { t } = useText()
  return (
    <>
      <div className={styles.blur}>
        <Switch
          size="xs"
          label={t('case.blur')}
          checked={blur}
          onChange={({ currentTarget }) => onBlur(currentTarget.checked)}
        />
      </div>
      <div className={styles.sides}>
        <NotifierSide notice={notice} item={item} blur={blur} />
        {item.listing === null ? (
          <div className={styles.side}>
            <h3 className={styles.small}>{t('moderation.listing')}</h3>
            <p className={styles.fine}>{t('item-review.listing.unknown')}</p>
          </div>
        ) : (
          <ListingSides listing={item.listing} item={item} blur={blur} />
        )}
      </div>
    </>
  )
}

function NotifierSide({ notice, item, blur }: Omit<PictureComparisonProps, 'onBlur'>): ReactNode {
  const { t } = useText()
  const { notice: listingContent, from } = notice
  const place = listingContent.items?.[item.position]
  const words = [listingContent.reasons, place?.reasons]
    .filter((one) => one !== undefined)
    .join('\n\n')
  return (
    <div className={styles.side}>
      <h3 className={styles.small}>{t('item-review.side.notifier')}</h3>
      <Picture
        blur={blur}
        pictures={item.pictures.slice(0, 2).map(({ sha256 }, at) => ({
          src: addressOf('moderation', 'picture', { id: notice.id, digest: sha256 }),
          alt: t('item-review.picture.capture', { number: at + 1 }),
        }))}
        none={t('item-review.picture.no-capture')}
      />
      <p className={styles.fine}>
        <Sender from={from} /> ·{' '}
        {listingContent.ground === undefined
          ? t('received-notice.ground.none')
          : t(`notice-ground.${listingContent.ground}`)}
        {listingContent.right?.number !== undefined &&
          ` · ${listingContent.right.office ?? ''} ${listingContent.right.number}`}
      </p>
      <blockquote className={`${styles.quote} stranger`} dir="auto">
        {words === '' ? t('item-review.no-reasons') : <VisibleText text={words} />}
      </blockquote>
    </div>
  )
}

type ListingSidesProps = { listing: string; item: ReceivedItem; blur: boolean }

function ListingSides({ listing, item, blur }: ListingSidesProps): ReactNode {
  const { t, money, probability } = useText()
  const read = useQuery({
    queryKey: ['listing', listing],
    queryFn: ({ signal }) => server.listings.read({ params: { id: listing }, signal }),
    retry: false,
  })
  const analysed = useAnalysedImages(listing)
  const stored = (analysed.data ?? []).filter(({ state }) => state === 'kept').slice(0, 2)
  const references = stored.flatMap(({ place, shows }) => {
    const best = shows.find(({ bank }) => bank === 'official') ?? shows[0]
    return best === undefined ? [] : [{ ...best, place }]
  })
  const listingContent = read.data?.listing
  const seller = listingContent?.seller?.name ?? listingContent?.seller?.id
  return (
    <>
      <div className={styles.side}>
        <h3 className={styles.small}>{t('moderation.listing')}</h3>
        <Picture
          blur={blur}
          pictures={stored.map(({ place }) => ({
            src: keptPicture(listing, place),
            alt: t('item-review.picture.listing', { number: place + 1 }),
          }))}
          none={
            <ListingThumbnail listing={listing} title={listingContent?.title ?? ''} size="fill" />
          }
        />
        <p className={styles.name} dir="auto">
          <Link to="/listings/$id" params={{ id: listing }}>
            {listingContent === undefined || listingContent.title === '' ? (
              t('listing.untitled')
            ) : (
              <VisibleText text={listingContent.title} />
            )}
          </Link>
        </p>
        <TranslateButton key={listing} listing={listing} />
        <p className={styles.fine}>
          {listingContent?.price &&
            `${money(listingContent.price.amount, listingContent.price.currency)} · `}
          {seller !== undefined && <span className="stranger">{seller}</span>}
        </p>
        {item.assessment !== null && (
          <p className={styles.fine}>
            <VerdictMark verdict={item.assessment.verdict} />{' '}
            {probability(item.assessment.probability)} {t('listing.probability.short')}
          </p>
        )}
      </div>
      <div className={styles.side}>
        <h3 className={styles.small}>{t('item-review.side.reference')}</h3>
        <Picture
          blur={false}
          pictures={references.map(({ reference, place, bank }) => ({
            src: pictureOfReference(reference, { listing, place }),
            alt: t(`image-bank.member.${bank}`),
          }))}
          none={t('item-review.picture.no-reference')}
        />
        {references.map(({ reference, bank, label }) => (
          <p key={reference} className={styles.fine}>
            {t(`image-bank.member.${bank}`)}
            {label !== '' && (
              <>
                {': '}
                <span className="stranger">{label}</span>
              </>
            )}
          </p>
        ))}
      </div>
    </>
  )
}

type PictureProps = { pictures: { src: string; alt: string }[]; none: ReactNode; blur: boolean }

function Picture({ pictures, none, blur }: PictureProps): ReactNode {
  if (pictures.length === 0) {
    return typeof none === 'string' ? (
      <p className={styles.noPicture}>{none}</p>
    ) : (
      <div className={styles.thumbnail}>{none}</div>
    )
  }
  return (
    <div className={styles.shots} data-blur={blur}>
      {pictures.map(({ src, alt }) => (
        <a key={src} href={src} target="_blank" rel="noreferrer">
          <img src={src} alt={alt} loading="lazy" />
        </a>
      ))}
    </div>
  )
}
