import { Button, Loader, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import type { CaptureView } from '../../investigation/case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Refused } from '../../components/index.ts'
import type { Sentence } from './check-findings.ts'
import { isUnderWay } from './draft-captures.ts'
import type { PartProps } from './draft-page.tsx'
import { GoodsFactForm, isGoodsFact } from './goods-fact-form.tsx'
import { ListingName } from './listing-name.tsx'
import styles from './notices.module.css'

export type ReviewItemsProps = PartProps & {
  sentences: readonly Sentence[]
  captures: readonly CaptureView[]
}

/** The listings of a draft with their pictures, captures, and what still stops each of them. */
export function ReviewItemsCard(props: ReviewItemsProps): ReactNode {
  const { t } = useText()
  const { notice, said } = props
  const levels = useReasonLevels(props)
  return (
    <Card
      title={t('notice.items', { count: notice.listings.length })}
      lead={t('review.items.description')}
    >
      {said('items')}
      {/* A finding about all listings is mended once. */}
      <FindingFields {...props} levels={levels} item={undefined} />
      <ul className={styles.listings} aria-label={t('notice.items.list')}>
        {notice.listings.map((noticeListing, place) => (
          <li key={noticeListing.listing}>
            <ListingThumbnail
              listing={noticeListing.listing}
              title={noticeListing.title ?? noticeListing.externalId}
            />
            <div className={styles.itemWords}>
              <ListingName {...noticeListing} />
              <CaptureStatus {...props} place={place} />
              {said('items', place)}
              <FindingFields {...props} levels={levels} item={place} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function CaptureStatus({
  notice,
  writing: { draft, change },
  captures,
  place,
}: ReviewItemsProps & { place: number }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const item = draft.items[place]
  const { url = null, listing = '' } = notice.listings[place] ?? {}
  const capture = captures.find(({ id }) => id === item?.capture)
  const ask = useMutation({
    mutationFn: () =>
      server.evidence.request({
        body: { url: url ?? '', listing, reason: t('notice.capture.reason') },
      }),
    onSuccess: async ({ id }) => {
      change({
        items: draft.items.map((one, at) => (at === place ? { ...one, capture: id } : one)),
      })
      await queries.invalidateQueries({ queryKey: ['captures'] })
    },
  })
  if (item?.capture !== undefined && capture?.state !== 'failed') {
    const isGoing = capture !== undefined && isUnderWay(capture)
    return (
      <span className={styles.line} role="status">
        {isGoing ? (
          <>
            <Loader size={14} aria-hidden="true" /> {t('review.capturing')}
          </>
        ) : (
          <Link to="/captures/$id" params={{ id: item.capture }}>
            {t('notice.capture.open')}
          </Link>
        )}
      </span>
    )
  }
  return (
    <span className={styles.line}>
      <span className={styles.fine}>
        {t(capture === undefined ? 'notice.capture.none' : 'review.capture.failed')}
      </span>
      {url === null ? (
        <span className={styles.fine}>{t('review.capture.no-address')}</span>
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          loading={ask.isPending}
          onClick={() => ask.mutate()}
        >
          {t('review.capture.again')}
        </Button>
      )}
      <Refused error={ask.error} />
    </span>
  )
}

const reasonFields = [
  ['repeated', 'repeatReason'],
  ['cleared', 'clearanceReason'],
] as const
type ReasonCode = (typeof reasonFields)[number][0]
/** Where the reason for a repetition is asked for: once for all items, or beside each. */
type ReasonLevels = Partial<Record<ReasonCode, 'all' | 'item'>>

/**
 * The finding goes as soon as the first word is saved, and its field must stay in place while the rest is written. A
 * stored reason without a finding is shown once if it is the same for several items.
 */
function useReasonLevels({
  writing: { draft },
  sentences,
}: Pick<ReviewItemsProps, 'writing' | 'sentences'>): ReasonLevels {
  const [found, setFound] = useState<ReasonLevels>({})
  const next = { ...found }
  for (const [code, field] of reasonFields) {
    const findings = sentences.filter((one) => one.code === code && !one.isWarning)
    const [first] = findings
    if (first !== undefined)
      next[code] = findings.some(({ item }) => item === null) ? 'all' : 'item'
    else if (next[code] === undefined) {
      const [reason = '', ...others] = draft.items.map((one) => one[field] ?? '')
      const isShared = others.length > 0 && others.every((other) => other === reason)
      if (isShared && reason !== '') next[code] = 'all'
      else if ([reason, ...others].some((one) => one !== '')) next[code] = 'item'
    }
  }
  if (reasonFields.some(([code]) => next[code] !== found[code])) setFound(next)
  return next
}

type MendingProps = Pick<ReviewItemsProps, 'writing' | 'sentences'> & {
  levels: ReasonLevels
  item: number | undefined
}

/** The fields that mend the findings about one item, or about all of them. */
function FindingFields({ writing, sentences, levels, item }: MendingProps): ReactNode {
  const { t } = useText()
  const { draft, change } = writing
  const has = (code: string): boolean =>
    sentences.some((one) => one.code === code && one.item === (item ?? null) && !one.isWarning)
  const chosen = (place: number): boolean => item === undefined || place === item
  // The same code also says that a capture failed, which another field mends.
  const isBare = draft.items.some(
    ({ evidence }, place) => chosen(place) && !evidence.some(({ kind }) => isGoodsFact(kind)),
  )
  const needsFact =
    has('goods-fact') || (has('evidence') && draft.ground === 'counterfeit' && isBare)
  const reasonOf = (field: 'repeatReason' | 'clearanceReason'): string =>
    draft.items.find((_, place) => chosen(place))?.[field] ?? ''
  return (
    <>
      {needsFact && <GoodsFactForm writing={writing} item={item} />}
      {reasonFields.map(
        ([code, field]) =>
          levels[code] === (item === undefined ? 'all' : 'item') &&
          (item === undefined || has(code) || reasonOf(field) !== '') && (
            <Textarea
              key={code}
              className={styles.wide}
              label={t(`review.changed.${code}`)}
              description={t('review.changed.hint')}
              autosize
              minRows={2}
              maxLength={2000}
              value={reasonOf(field)}
              onChange={({ currentTarget: { value } }) =>
                change({
                  items: draft.items.map((one, place) =>
                    chosen(place) ? { ...one, [field]: value } : one,
                  ),
                })
              }
            />
          ),
      )}
    </>
  )
}
