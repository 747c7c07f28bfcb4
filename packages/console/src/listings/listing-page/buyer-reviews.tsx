import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { type Mark, MarkedText, type Lit } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import { Moment } from '../../components/index.ts'
import styles from './buyer-reviews.module.css'
import type { ListingItem } from '../queries.ts'

type ReviewsProps = {
  listing: ListingItem['listing']
  marks: ReadonlyMap<string, Mark[]>
  lit: Lit
}
type Review = NonNullable<ListingItem['listing']['reviews']>[number]

const shownAtFirst = 8

/** Buyers' reviews, those with signals first and the relevant passages marked. */
export function Reviews({ listing: { reviews = [] }, marks, lit }: ReviewsProps): ReactNode {
  const { t, number } = useText()
  const [all, setAll] = useState(false)
  const placed = reviews.map((review, index) => ({
    review,
    index,
    marked: marks.get(`reviews/${index}/text`) ?? [],
  }))
  const inOrder = [
    ...placed.filter(({ marked }) => marked.length > 0),
    ...placed.filter(({ marked }) => marked.length === 0),
  ]
  const visibleReviews = all ? inOrder : inOrder.slice(0, shownAtFirst)
  return (
    <>
      <p className={styles.note}>{summaryOf(reviews, t, number)}</p>
      <ol className={styles.reviews}>
        {visibleReviews.map(({ review, index, marked }) => (
          <li key={index} data-field={`reviews/${index}/text`}>
            <span className={styles.note}>
              {review.rating !== undefined && t('listing.rating', { rating: review.rating })}
              {review.rating !== undefined && review.at !== undefined && ' · '}
              {review.at !== undefined && <Moment at={review.at} only="day" />}
              {(review.images?.length ?? 0) > 0 &&
                ` · ${t('reviews.pictures', { count: review.images?.length ?? 0 })}`}
            </span>
            {review.text === undefined || review.text === '' ? (
              <span className={styles.note}>{t('reviews.no-text')}</span>
            ) : (
              <MarkedText text={review.text} marks={marked} lit={lit} />
            )}
          </li>
        ))}
      </ol>
      {visibleReviews.length < reviews.length && (
        <Button size="compact-sm" variant="default" mt="sm" onClick={() => setAll(true)}>
          {t('reviews.all', { count: reviews.length })}
        </Button>
      )}
    </>
  )
}

function summaryOf(
  reviews: readonly Review[],
  t: ReturnType<typeof useText>['t'],
  number: (value: number) => string,
): string {
  const rated = reviews.flatMap(({ rating }) => (rating === undefined ? [] : [rating]))
  const mean = rated.reduce((sum, rating) => sum + rating, 0) / rated.length
  return rated.length === 0
    ? t('reviews.unrated', { count: reviews.length })
    : t('reviews.rated', { count: reviews.length, mean: number(Math.round(mean * 10) / 10) })
}
