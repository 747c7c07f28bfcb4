import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import {
  evidenceKinds,
  firstEvidence,
  useListingsToName,
  type CaseListingView,
} from '../../investigation/case-components/index.ts'
import { server, useMarketplaceName } from '../../connection/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Empty, Refused } from '../../components/index.ts'
import { CaptureChoice, ChosenCapture } from './capture-choice.tsx'
import type { DraftItem } from './draft.ts'
import type { PartProps } from './draft-page.tsx'
import { TakedownCheckMark } from './takedown-check-mark.tsx'
import { MissingCaptures } from './missing-captures.tsx'
import styles from './notices.module.css'
import { QuoteListing } from './quote-listing.tsx'

/** With more listings than this, each one starts collapsed. */
const mostOpen = 3

/** The listings of a notice, each with its capture, facts and further evidence. */
export function ItemsCard({ notice, writing, said, isRepeated }: PartProps): ReactNode {
  const { t } = useText()
  const { draft, change } = writing
  const { items } = draft
  const nameable = useListingsToName(notice.case)
  const byId = new Map((nameable.data ?? []).map((listing) => [listing.listing, listing]))
  const named = new Set(items.map(({ listing }) => listing))
  const others = (nameable.data ?? []).filter(
    ({ listing, inSight }) => inSight && !named.has(listing),
  )
  const [choosing, setChoosing] = useState<number>()
  const put = (place: number, part: Partial<DraftItem>): void =>
    change({ items: items.map((one, at) => (at === place ? { ...one, ...part } : one)) })
  const add = (listings: readonly string[]): void =>
    change({
      items: [...items, ...listings.map((listing) => ({ listing, reasons: '', evidence: [] }))],
    })
  const look = useMutation({
    mutationFn: () => server.notices.look({ params: { id: notice.id } }),
    onSuccess: writing.took,
  })
  return (
    <Card
      title={t('notice.items', { count: items.length })}
      lead={t('notice.items.description')}
      actions={
        items.length > 0 && (
          <Button
            size="compact-sm"
            variant="default"
            loading={look.isPending}
            onClick={() => look.mutate()}
          >
            {t('notice.takedown-check.draft')}
          </Button>
        )
      }
    >
      <Refused error={look.error} />
      {said('items')}
      <MissingCaptures notice={notice} writing={writing} />
      {items.length === 0 && (
        <Empty title={t('notice.items.empty')}>{t('notice.items.empty.text')}</Empty>
      )}
      <ul className={styles.items} aria-label={t('notice.items.list')}>
        {items.map((item, place) => (
          <Item
            key={item.listing}
            notice={notice}
            item={item}
            place={place}
            listing={byId.get(item.listing)}
            isOpen={items.length <= mostOpen}
            said={said('items', place)}
            saidOfWords={said('words', place)}
            isRepeated={isRepeated(place)}
            onChange={(part) => put(place, part)}
            onChoose={() => setChoosing(place)}
            {...(items.length > 1 && {
              onRemove: () => change({ items: items.filter((_, at) => at !== place) }),
              onForAll: () =>
                change({
                  items: items.map((one) => ({ ...one, evidence: item.evidence })),
                }),
            })}
          />
        ))}
      </ul>
      {others.length > 0 && (
        <div className={styles.adding}>
          <NativeSelect
            label={t('notice.item.add')}
            value=""
            data={[
              { value: '', label: t('notice.item.add.choose') },
              ...others.map((listing) => ({
                value: listing.listing,
                label: (listing.title ?? listing.externalId).slice(0, 80),
              })),
            ]}
            onChange={({ currentTarget: { value } }) => {
              if (value !== '') add([value])
            }}
          />
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => add(others.map(({ listing }) => listing))}
          >
            {t('notice.item.add.all', { count: others.length })}
          </Button>
        </div>
      )}
      <CaptureChoice
        listing={choosing === undefined ? undefined : items[choosing]?.listing}
        chosen={choosing === undefined ? undefined : items[choosing]?.capture}
        url={choosing === undefined ? null : (notice.listings[choosing]?.url ?? null)}
        onClose={() => setChoosing(undefined)}
        onChoose={(capture) => {
          if (choosing !== undefined) put(choosing, { capture })
          setChoosing(undefined)
        }}
      />
    </Card>
  )
}

type ItemProps = {
  notice: PartProps['notice']
  item: DraftItem
  place: number
  listing: CaseListingView | undefined
  isOpen: boolean
  said: ReactNode
  saidOfWords: ReactNode
  isRepeated: boolean
  onChange: (part: Partial<DraftItem>) => void
  onChoose: () => void
  onRemove?: () => void
  onForAll?: () => void
}

function Item(props: ItemProps): ReactNode {
  const { notice, item, place, listing: listingToName, onChange } = props
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  const storedListing = notice.listings.find(({ listing }) => listing === item.listing)
  const title = listingToName?.title ?? storedListing?.externalId ?? item.listing
  const short = title.slice(0, 80)
  const quote = (words: string): void => {
    if (item.reasons.includes(words)) return
    onChange({ reasons: item.reasons.trim() === '' ? words : `${item.reasons}\n${words}` })
  }
  return (
    <li className={styles.item}>
      <div className={styles.itemHead}>
        <ListingThumbnail listing={item.listing} title={short} />
        <div className={styles.itemWords}>
          <Link to="/listings/$id" params={{ id: item.listing }} className="stranger" dir="auto">
            <VisibleText text={title.slice(0, 300)} />
          </Link>
          <span className={styles.fine}>
            {storedListing
              ? `${marketplaceName(storedListing.marketplace)} · ${storedListing.externalId}`
              : t('notice.item.new')}
          </span>
          {storedListing && <TakedownCheckMark look={storedListing.look} />}
        </div>
        {props.onRemove && (
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={`${t('notice.line.remove')}: ${short}`}
            onClick={props.onRemove}
          >
            {t('notice.line.remove')}
          </Button>
        )}
      </div>
      {props.said}
      {(props.isRepeated || (item.repeatReason ?? '') !== '') && (
        <Textarea
          label={t('notice.repeat-reason', { number: place + 1 })}
          description={t('notice.repeat-reason.hint')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          value={item.repeatReason ?? ''}
          onChange={({ currentTarget }) => onChange({ repeatReason: currentTarget.value })}
        />
      )}
      <details open={props.isOpen}>
        <summary>{t('notice.item.facts')}</summary>
        <div className={styles.fields}>
          <div className={styles.line}>
            <ChosenCapture listing={item.listing} id={item.capture} />
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`${t('notice.capture.choose')}: ${short}`}
              onClick={props.onChoose}
            >
              {t('notice.capture.choose')}
            </Button>
          </div>
          <Textarea
            label={t('notice.item.statement', { number: place + 1 })}
            description={t('notice.item.statement.hint')}
            autosize
            minRows={2}
            maxRows={12}
            maxLength={10_000}
            value={item.reasons}
            onChange={({ currentTarget }) => onChange({ reasons: currentTarget.value })}
          />
          {listingToName?.title != null && (
            <QuoteListing listing={item.listing} title={listingToName.title} onQuote={quote} />
          )}
          {props.saidOfWords}
          <Evidence {...props} short={short} />
        </div>
      </details>
    </li>
  )
}

/** Evidence beyond the sealed capture: its kind, and one sentence on what it shows. */
function Evidence({ notice, item, onChange, onForAll, short }: ItemProps & { short: string }) {
  const { t } = useText()
  const { evidence } = item
  const put = (place: number, part: Partial<DraftItem['evidence'][number]>): void =>
    onChange({ evidence: evidence.map((one, at) => (at === place ? { ...one, ...part } : one)) })
  return (
    <>
      <ul className={styles.lines} aria-label={`${t('notice.more-evidence')}: ${short}`}>
        {evidence.map((one, place) => (
          <li key={place}>
            <NativeSelect
              aria-label={t('notice.evidence.kind')}
              value={one.kind}
              data={evidenceKinds.map((value) => ({ value, label: t(`notice-evidence.${value}`) }))}
              onChange={({ currentTarget: { value } }) => {
                const kind = evidenceKinds.find((known) => known === value)
                if (kind) put(place, { kind })
              }}
            />
            <Textarea
              aria-label={t('notice.evidence.statement')}
              placeholder={t('notice.evidence.statement')}
              autosize
              minRows={1}
              maxRows={8}
              maxLength={2000}
              value={one.statement}
              onChange={({ currentTarget }) => put(place, { statement: currentTarget.value })}
            />
            <Button
              size="compact-sm"
              variant="subtle"
              aria-label={`${t('notice.line.remove')}: ${t(`notice-evidence.${one.kind}`)}`}
              onClick={() => onChange({ evidence: evidence.filter((_, at) => at !== place) })}
            >
              {t('notice.line.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <div className={styles.line}>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`${t('notice.evidence.add')}: ${short}`}
          onClick={() =>
            onChange({
              evidence: [
                ...evidence,
                { kind: firstEvidence[notice.content.ground], statement: '' },
              ],
            })
          }
        >
          {t('notice.evidence.add')}
        </Button>
        {onForAll && evidence.length > 0 && (
          <Button size="compact-sm" variant="subtle" onClick={onForAll}>
            {t('notice.evidence.for-all')}
          </Button>
        )}
      </div>
    </>
  )
}
