import { Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { InsightListingView } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useMarketplaceName } from '../../connection/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { useText, type Text } from '../../messages/index.ts'
import { Columns, Empty, Icon, Moment, Page, Paged } from '../../components/index.ts'
import styles from './insight.module.css'
import { useFigureListings } from './queries.ts'
import { readInsightSearch, type FigureSearch } from './search.ts'

const route = getRouteApi('/member/insight/listings')

/** The listings behind a number. */
export function FigureListingsPage(): ReactNode {
  const text = useText()
  const { t, day } = text
  const search = route.useSearch()
  const pages = useFigureListings(search)
  const { figure, from, to } = search
  const isTimed = figure === 'takedown-time'
  const heads = [
    t('insight.listing'),
    t('insight.marketplace'),
    t('insight.kind'),
    ...(isTimed ? [t('insight.days')] : []),
    t(figure === 'decided' ? 'insight.at.decided' : 'insight.at.acted'),
    t('insight.notice'),
  ]
  return (
    <Page
      title={titleOf(text, search)}
      lead={t('insight.listings.description', { from: day(from), to: day(to) })}
      actions={
        <Button
          variant="default"
          leftSection={<Icon name="back" size={16} />}
          renderRoot={(props) => (
            <Link to="/insight" search={readInsightSearch(search)} {...props} />
          )}
        >
          {t('insight.title')}
        </Button>
      }
    >
      <Paged
        pages={pages}
        empty={
          <Empty title={t('insight.listings.empty')}>{t('insight.listings.empty.text')}</Empty>
        }
      >
        {(items) => (
          <Columns caption={t('insight.listings')} heads={heads} wide>
            {items.map((item) => (
              <Row
                key={`${item.listing} ${item.notice ?? ''}`}
                item={item}
                figure={figure}
                isTimed={isTimed}
              />
            ))}
          </Columns>
        )}
      </Paged>
    </Page>
  )
}

type RowProps = { item: InsightListingView; figure: FigureSearch['figure']; isTimed: boolean }

function Row({ item, figure, isTimed }: RowProps): ReactNode {
  const text = useText()
  const marketplaceName = useMarketplaceName()
  const { t } = text
  const { listing, notice, title, marketplace, externalId, at, key, days } = item
  const name = title.trim() === '' ? externalId : title
  return (
    <tr>
      <td>
        <span className={styles.listing}>
          <ListingThumbnail listing={listing} title={name} size="small" />
          <Link to="/listings/$id" params={{ id: listing }} className="stranger" dir="auto">
            <VisibleText text={name} />
          </Link>
        </span>
      </td>
      <td className="stranger">{marketplace === '' ? '–' : marketplaceName(marketplace)}</td>
      <td>{kindOf(text, figure, key)}</td>
      {isTimed && <td className="figures">{daysText(text, days)}</td>}
      <td>
        <Moment at={at} />
      </td>
      <td>
        {notice === null ? (
          '–'
        ) : (
          <Link to="/notices/$id" params={{ id: notice }}>
            {t('insight.notice.open')}
          </Link>
        )}
      </td>
    </tr>
  )
}

const keyOf = {
  decided: (key: string) => `decision.${key}` as const,
  acted: (key: string) => `insight.action.${key}` as const,
  contested: (key: string) => `insight.contest.${key}` as const,
  'down-after-7': (key: string) => `insight.takedown.${key}` as const,
  'down-after-30': (key: string) => `insight.takedown.${key}` as const,
  'takedown-time': (key: string) => `insight.time.${key}` as const,
}

function kindOf({ word }: Text, figure: FigureSearch['figure'], key: string): string {
  return word(keyOf[figure](key)) ?? key
}

function titleOf(text: Text, { figure, key }: FigureSearch): string {
  const name = text.t(`insight.of.${figure}`)
  return key === undefined ? name : text.labelled(name, kindOf(text, figure, key))
}

function daysText({ t, number }: Text, days: InsightListingView['days']): string {
  if (days === null) return '–'
  const from = number(Math.round(days.from * 10) / 10)
  if (days.to === null) return t('insight.days.more', { from })
  return t('insight.days.between', { from, to: number(Math.round(days.to * 10) / 10) })
}
