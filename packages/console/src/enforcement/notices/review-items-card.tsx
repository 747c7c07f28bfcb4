import { Button, Loader, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import type { CaptureView } from '../../investigation/case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Refused } from '../../components/index.ts'
import type { Sentence } from './check-findings.ts'
import { isUnderWay } from './draft-captures.ts'
import type { PartProps } from './draft-page.tsx'
import { GoodsFactForm, isGoodsFact } from './goods-fact-form.tsx'
import styles from './notices.module.css'

export type ReviewItemsProps = PartProps & {
  sentences: readonly Sentence[]
  captures: readonly CaptureView[]
}

/** The listings of a draft with their pictures, captures, and what still stops each of them. */
export function ReviewItemsCard(props: ReviewItemsProps): ReactNode {
  const { t } = useText()
  const { notice, said } = props
  return (
    <Card
      title={t('notice.items', { count: notice.listings.length })}
      lead={t('review.items.description')}
    >
      {said('items')}
      {/* A finding about all listings is mended once. */}
      <Mending {...props} item={undefined} />
      <ul className={styles.listings} aria-label={t('notice.items.list')}>
        {notice.listings.map(({ listing, externalId, marketplace }, place) => (
          <li key={listing}>
            <ListingThumbnail listing={listing} title={externalId} />
            <div className={styles.itemWords}>
              <Link to="/listings/$id" params={{ id: listing }} className="stranger">
                {externalId}
              </Link>
              <span className={styles.fine}>{marketplace}</span>
              <CaptureStatus {...props} place={place} />
              {said('items', place)}
              <Mending {...props} item={place} />
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

/** The fields that mend the findings about one item, or about all of them. */
function Mending({
  writing,
  sentences,
  item,
}: Pick<ReviewItemsProps, 'writing' | 'sentences'> & { item: number | undefined }): ReactNode {
  const { t } = useText()
  const { draft, change } = writing
  const isOf = (one: Sentence): boolean => one.item === (item ?? null)
  const has = (code: string): boolean =>
    sentences.some((one) => one.code === code && isOf(one) && !one.isWarning)
  const chosen = (place: number): boolean => item === undefined || place === item
  // The same code also says that a capture failed, which another field mends.
  const isBare = draft.items.some(
    ({ evidence }, place) => chosen(place) && !evidence.some(({ kind }) => isGoodsFact(kind)),
  )
  const needsFact =
    has('goods-fact') || (has('evidence') && draft.ground === 'counterfeit' && isBare)
  const reasonOf = (field: 'repeatReason' | 'clearanceReason'): string =>
    draft.items.find((_, place) => chosen(place))?.[field] ?? ''
  // Stays while it is being written: the finding goes as soon as the first word is saved.
  const isWritten = (field: 'repeatReason' | 'clearanceReason'): boolean =>
    item !== undefined && draft.items.length > 1
      ? (draft.items[item]?.[field] ?? '') !== ''
      : item === undefined && draft.items.every((one) => (one[field] ?? '') !== '')
  const fields = [
    ['repeated', 'repeatReason'],
    ['cleared', 'clearanceReason'],
  ] as const
  return (
    <>
      {needsFact && <GoodsFactForm writing={writing} item={item} />}
      {fields.map(
        ([code, field]) =>
          (has(code) || isWritten(field)) && (
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
