import { Button, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { server, useMarketplaceName } from '../../connection/index.ts'
import { RequestProof, SellerClearances } from '../appeal-components/index.ts'
import type { Assessment } from '@touchstone/contract'
import { signalParts } from '../../assessment-text/index.ts'
import { VisibleText, WordedText } from '../../assessment/index.ts'
import { TranslateButton } from '../../listings/index.ts'
import { regionName, useText } from '../../messages/index.ts'
import {
  keptPicture,
  pictureOfReference,
  useAnalysedImages,
} from '../../images/reference-images/index.ts'
import type { Permissions } from '../../access/session/index.ts'
import { Card, FactList, QueryStatus, VerdictMark } from '../../components/index.ts'
import type { ItemActions } from './use-item-actions.ts'
import { ItemStateMark } from './state-marks.tsx'
import { PageImages } from './page-images.tsx'
import { useMeasures, type Received, type ReceivedItem } from './queries.ts'
import styles from './moderation.module.css'
import { StepDialog } from './step-dialog.tsx'
import { match } from './moderation-steps.ts'

export type ListingCardProps = {
  notice: Received
  item: ReceivedItem
  blur: boolean
  onBlur: (blur: boolean) => void
  rights: Permissions
  doing: ItemActions
  /** Whether the page compares the pictures elsewhere. */
  isCompared: boolean
}

/** The item's listing: its images beside the official ones, and its assessment. */
export function ListingCard(props: ListingCardProps): ReactNode {
  const { notice, item, blur, onBlur, rights, doing, isCompared } = props
  const { t } = useText()
  const [matching, setMatching] = useState(false)
  const { listing, others, pictures } = item
  return (
    <Card
      title={t('moderation.listing')}
      actions={
        !isCompared &&
        (listing !== null || pictures.length > 0) && (
          <Switch
            label={t('case.blur')}
            checked={blur}
            onChange={({ currentTarget }) => onBlur(currentTarget.checked)}
          />
        )
      }
    >
      {listing === null ? (
        <p className={styles.fine}>{t('moderation.unmatched.text')}</p>
      ) : (
        <KnownListing {...props} listing={listing} />
      )}
      <PageImages notice={notice.id} pictures={pictures} blur={blur} />
      {others.length > 0 && (
        <>
          <h3 className={styles.small}>{t('moderation.earlier')}</h3>
          <ul className={styles.plain} aria-label={t('moderation.earlier')}>
            {others.map(({ notice: id, position, state }) => (
              <li key={`${id} ${position}`}>
                <Link
                  to="/moderation/notices/$id"
                  params={{ id }}
                  search={position === 0 ? {} : { item: position }}
                >
                  {t('moderation.earlier.one', { id: id.slice(0, 8), number: position + 1 })}
                </Link>{' '}
                <ItemStateMark state={state} />
              </li>
            ))}
          </ul>
        </>
      )}
      {rights.moderate && (
        <div className={styles.steps}>
          <Button size="compact-sm" variant="default" onClick={() => setMatching(true)}>
            {t('moderation-action.match')}
          </Button>
        </div>
      )}
      <StepDialog
        step={matching ? match : undefined}
        instance=""
        run={doing.run}
        onClose={() => setMatching(false)}
      />
    </Card>
  )
}

function KnownListing({
  item,
  blur,
  rights,
  listing,
  isCompared,
}: ListingCardProps & { listing: string }) {
  const { t, probability, money } = useText()
  const marketplaceName = useMarketplaceName()
  const listingQuery = useQuery({
    queryKey: ['listing', listing],
    queryFn: ({ signal }) => server.listings.read({ params: { id: listing }, signal }),
    retry: false,
  })
  const { assessment } = item
  if (!listingQuery.isSuccess) return <QueryStatus query={listingQuery} />
  const { listing: listingContent } = listingQuery.data
  const { seller, marketplace, price } = listingContent
  const brand = listingQuery.data.assessment?.brands[0]?.id
  return (
    <>
      <p className={styles.title} dir="auto">
        <Link to="/listings/$id" params={{ id: listing }}>
          {listingContent.title === '' ? (
            t('listing.untitled')
          ) : (
            <VisibleText text={listingContent.title} />
          )}
        </Link>
      </p>
      {!isCompared && <TranslateButton key={listing} listing={listing} />}
      {!isCompared && <Pictures listing={listing} blur={blur} />}
      <FactList
        facts={[
          [t('appeal.seller'), seller?.name ?? seller?.id],
          [t('appeal.marketplace'), marketplace && marketplaceName(marketplace)],
          [t('listing.price'), price && money(price.amount, price.currency)],
          [t('listing.id'), listingContent.id],
        ]}
      />
      <h3 className={styles.small}>{t('moderation.engine')}</h3>
      {assessment === null ? (
        <p className={styles.fine}>{t('listing.pending-assessment')}</p>
      ) : (
        <>
          <p className={styles.verdict}>
            <VerdictMark verdict={assessment.verdict} /> {probability(assessment.probability)}{' '}
            {t('listing.probability.short')}
          </p>
          <Reasons reasons={assessment.reasons} assessment={listingQuery.data.assessment} />
          <p className={styles.fine}>{t('moderation.engine.text')}</p>
        </>
      )}
      <HoldsNow listing={listing} />
      {seller?.id !== undefined && marketplace !== undefined && (
        <SellerClearances marketplace={marketplace} seller={seller.id} />
      )}
      {rights.moderate && seller?.id !== undefined && (
        <div className={styles.steps}>
          <RequestProof listing={listing} {...(brand !== undefined && { brand })} />
        </div>
      )}
    </>
  )
}

/**
 * Stored copies of the listing's images beside the matching official ones, so that no third-party host learns of the
 * review.
 */
function Pictures({ listing, blur }: { listing: string; blur: boolean }): ReactNode {
  const { t } = useText()
  const looked = useAnalysedImages(listing)
  const storedPictures = (looked.data ?? []).filter(({ state }) => state === 'kept').slice(0, 4)
  if (looked.isError) return <QueryStatus query={looked} />
  if (storedPictures.length === 0)
    return <p className={styles.note}>{t('moderation.no-pictures')}</p>
  return (
    <ul className={styles.pictures} aria-label={t('listing.pictures')}>
      {storedPictures.map(({ place, shows }) => {
        const best = shows.find(({ bank }) => bank === 'official') ?? shows[0]
        return (
          <li key={place}>
            <figure data-blur={blur}>
              <img
                src={keptPicture(listing, place)}
                alt={t('picture.numbered', { number: place + 1 })}
                loading="lazy"
              />
              <figcaption>{t('picture.numbered', { number: place + 1 })}</figcaption>
            </figure>
            {best ? (
              <figure>
                <img
                  src={pictureOfReference(best.reference, { listing, place })}
                  alt={t(`image-bank.member.${best.bank}`)}
                  loading="lazy"
                />
                <figcaption className="stranger">
                  {t(`image-bank.member.${best.bank}`)}
                  {best.label !== '' && `: ${best.label}`}
                </figcaption>
              </figure>
            ) : (
              <figure className={styles.noPicture}>
                <figcaption>{t('picture.matches-none')}</figcaption>
              </figure>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** All measures in force against the listing, from any decision. */
function HoldsNow({ listing }: { listing: string }): ReactNode {
  const { t, list, day, locale } = useText()
  const measures = useMeasures({ listing })
  const items = measures.data?.pages.flatMap((page) => page.items) ?? []
  if (!measures.isSuccess) return <QueryStatus query={measures} />
  return (
    <>
      <h3 className={styles.small}>{t('moderation.measures-in-force')}</h3>
      {items.length === 0 ? (
        <p className={styles.fine}>{t('moderation.measures-in-force.none')}</p>
      ) : (
        <ul className={styles.plain}>
          {items.map((one) => (
            <li key={one.id}>
              {one.words ?? t(`measure.${one.measure}`)} ·{' '}
              {list(one.territory.map((code) => regionName(locale, code)))} ·{' '}
              {one.endsOn === null
                ? t('measure.no-end')
                : t('measure.until', { day: day(one.endsOn) })}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

const mostReasons = 6

type ReasonsProps = { reasons: readonly string[]; assessment: Assessment | null }

/** The strongest reasons: in English as the server words them, in other languages from the listing’s signals. */
function Reasons({ reasons, assessment }: ReasonsProps): ReactNode {
  const text = useText()
  if (text.locale === 'en' || assessment === null) {
    return (
      <ul className={styles.plain} lang="en">
        {reasons.slice(0, mostReasons).map((one) => (
          <li key={one} className="stranger">
            {one}
          </li>
        ))}
      </ul>
    )
  }
  return (
    <ul className={styles.plain}>
      {assessment.signals
        .toSorted((one, other) => Math.abs(other.weight) - Math.abs(one.weight))
        .slice(0, mostReasons)
        .map((signal, place) => (
          <li key={place} className="stranger">
            <WordedText parts={signalParts(text, signal)} />
          </li>
        ))}
    </ul>
  )
}
