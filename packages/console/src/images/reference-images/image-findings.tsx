import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useMarketplaceName } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Refused, QueryStatus } from '../../components/index.ts'
import { ListingThumbnail } from '../thumbnails/index.ts'
import { useBankChanges, useElsewhere, useAnalysedImages, type AnalysedImage } from './queries.ts'
import { TextInPicture, ImageComparison } from './image-comparison.tsx'
import styles from './reference-images.module.css'

export type FoundInPicturesProps = {
  listing: string
  /** The first brand that the listing mentions. */
  brand: string | undefined
  /** The organisation's decision in force. */
  decided: string | undefined
}

/** Findings in a listing's pictures; renders nothing if none are analysed here. */
export function ImageFindings({ listing, brand, decided }: FoundInPicturesProps): ReactNode {
  const { t } = useText()
  const looked = useAnalysedImages(listing)
  if (!looked.isSuccess) return <QueryStatus query={looked} />
  if (looked.data.length === 0) return null
  return (
    <ul className={styles.found} aria-label={t('picture.analysis')}>
      {looked.data.map((picture) => (
        <PictureFindings
          key={picture.place}
          listing={listing}
          brand={brand}
          decided={decided}
          picture={picture}
        />
      ))}
    </ul>
  )
}

function PictureFindings(props: FoundInPicturesProps & { picture: AnalysedImage }): ReactNode {
  const { listing, picture } = props
  const { t, percent } = useText()
  const [open, setOpen] = useState<'beside' | 'elsewhere' | 'read'>()
  const { place, state, reason, shows, withheld, reading } = picture
  const [best] = shows
  const words = t('picture.numbered', { number: place + 1 })
  const written = (reading?.lines.length ?? 0) + (reading?.codes.length ?? 0)
  const toggle = (part: 'beside' | 'elsewhere' | 'read', label: string): ReactNode => (
    <Button
      size="compact-sm"
      variant={open === part ? 'light' : 'default'}
      aria-expanded={open === part}
      onClick={() => setOpen(open === part ? undefined : part)}
    >
      {label}
      <span className="only-read-aloud"> {words}</span>
    </Button>
  )
  return (
    <li>
      <p>
        <strong>{words}</strong> {state === 'waiting' && t('picture.waiting')}
        {state === 'failed' && t('picture.failed')}
        {state === 'kept' && best === undefined && !withheld && t('picture.matches-none')}
        {best !== undefined &&
          t('picture.matches', {
            what: t(`image-bank.member.${best.bank}`),
            kind: t(`image-match.${best.kind}`),
            share: percent(best.score),
          })}
      </p>
      {withheld && best === undefined && <p className={styles.note}>{t('picture.withheld')}</p>}
      {reason !== null && <p className={`${styles.note} stranger`}>{reason}</p>}
      {state === 'kept' && (
        <Group gap="xs">
          {best !== undefined && toggle('beside', t('picture.side-by-side'))}
          {best !== undefined && (
            <Link
              to="/catalog/reference-images/$id/listings/$listing/$place"
              params={{ id: best.reference, listing, place: String(place) }}
            >
              {t('picture.explain-match')}
              <span className="only-read-aloud"> {words}</span>
            </Link>
          )}
          {written > 0 && toggle('read', t('picture.text-count', { count: written }))}
          {toggle('elsewhere', t('picture.find-listings'))}
          <AddToBank {...props} words={words} />
        </Group>
      )}
      {open === 'beside' && best !== undefined && (
        <ImageComparison listing={listing} place={place} reference={best.reference} />
      )}
      {open === 'read' && <TextInPicture reading={reading} />}
      {open === 'elsewhere' && <ListingsWithPicture listing={listing} place={place} />}
    </li>
  )
}

function ListingsWithPicture({
  listing: ownListing,
  place,
}: {
  listing: string
  place: number
}): ReactNode {
  const { t, percent } = useText()
  const marketplaceName = useMarketplaceName()
  const found = useElsewhere(ownListing, place)
  if (!found.isSuccess) return <QueryStatus query={found} />
  if (found.data.length === 0) {
    return <p className={styles.note}>{t('picture.find-listings.none')}</p>
  }
  return (
    <ul className={styles.read} aria-label={t('picture.find-listings')}>
      {found.data.map(({ listing, place: at, title, marketplace, seller, kind, score }) => (
        <li key={`${listing} ${at}`} className={styles.withPicture}>
          <ListingThumbnail listing={listing} title={title} size="small" />
          <span>
            <Link to="/listings/$id" params={{ id: listing }} className="stranger">
              {title === '' ? t('listing.untitled') : title}
            </Link>{' '}
            <span className={`${styles.note} stranger`}>
              {[
                marketplace && marketplaceName(marketplace),
                seller,
                t(`image-match.${kind}`),
                percent(score),
              ]
                .filter((part) => part !== null)
                .join(' · ')}
            </span>
          </span>
        </li>
      ))}
    </ul>
  )
}

type KeepProps = FoundInPicturesProps & { picture: AnalysedImage; words: string }

/** Adds a picture to a bank. It can become a known fake only if that was decided. */
function AddToBank({ listing, brand, decided, picture, words }: KeepProps): ReactNode {
  const { t } = useText()
  const { keep } = useBankChanges()
  if (!permissionsOf(useMember()).changeCatalog) return null
  const bank = decided === 'counterfeit' && brand !== undefined ? 'known-fake' : 'seller-photo'
  if (keep.isSuccess) return <span role="status">{t('picture.added')}</span>
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={keep.isPending}
        onClick={() => keep.mutate({ listing, place: picture.place, bank, brand })}
      >
        {t(bank === 'known-fake' ? 'picture.add-known-fake' : 'picture.add-seller-photo')}
        <span className="only-read-aloud"> {words}</span>
      </Button>
      {keep.error && <Refused error={keep.error} />}
    </>
  )
}
