import { SegmentedControl } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMarketplaceName } from '../../connection/index.ts'
import { AppealStateMark, useAppeals, type AppealRow } from '../appeal-components/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { useKeys, useRowsByKeys } from '../../listings/index.ts'
import { useText } from '../../messages/index.ts'
import { Empty, Failed, Loading, Moment, More, Page, TimeLeft } from '../../components/index.ts'
import styles from './appeals.module.css'
import { readAppealSearch } from './search.ts'
import { AppealTabs } from './tabs.tsx'

const route = getRouteApi('/member/appeals')

/** Appeals, open ones first. */
export function AppealsPage(): ReactNode {
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  const search = route.useSearch()
  const navigate = useNavigate()
  const { state = search.proceeding === undefined ? 'open' : 'all', proceeding } = search
  const pages = useAppeals({
    ...(state !== 'all' && { state }),
    ...(proceeding !== undefined && { proceeding }),
  })
  const items = pages.data?.pages.flatMap((page) => page.items) ?? []
  const { list, place, toFirst, keys } = useRowsByKeys(items.length, pages)
  useKeys({
    ...keys,
    Enter: () => {
      const appeal = items[place]
      if (appeal) void navigate({ to: '/appeals/$id', params: { id: appeal.id } })
    },
  })
  return (
    <Page title={t('appeals.title')} lead={t('appeals.description')}>
      <AppealTabs here="appeals" />
      <div className={styles.filters}>
        <SegmentedControl
          data-first-filter
          aria-label={t('appeals.state')}
          size="xs"
          value={state}
          data={(['open', 'decided', 'withdrawn', 'all'] as const).map((value) => ({
            value,
            label: t(`appeals.state.${value}`),
          }))}
          onChange={(value) => {
            toFirst()
            const next = readAppealSearch({ ...search, state: value })
            void navigate({ to: '/appeals', search: next, replace: true })
          }}
        />
        {proceeding !== undefined && <Link to="/appeals">{t('appeals.all-proceedings')}</Link>}
      </div>
      {pages.isPending && <Loading />}
      {pages.isError && <Failed error={pages.error} retry={() => void pages.refetch()} />}
      {pages.isSuccess && items.length === 0 && (
        <Empty title={t('appeals.empty')}>{t('appeals.empty.text')}</Empty>
      )}
      {items.length > 0 && (
        <ul ref={list} className={styles.list} aria-label={t('appeals.title')}>
          {items.map((appeal, index) => (
            <li key={appeal.id} className={styles.row} data-current={index === place}>
              <Link
                to="/appeals/$id"
                params={{ id: appeal.id }}
                className={styles.pictured}
                aria-current={index === place ? 'true' : undefined}
              >
                <ListingThumbnail
                  listing={appeal.listing}
                  title={appeal.title ?? t('listing.untitled')}
                />
                <span className={styles.rowWords}>
                  <span className={styles.top}>
                    <AppealStateMark appeal={appeal} />
                    {appeal.outcome !== null && appeal.informedAt === null && (
                      <span className={styles.fine}>{t('appeal.not-informed')}</span>
                    )}
                    {appeal.dueAt !== null && <TimeLeft at={appeal.dueAt} />}
                    <span className={styles.due}>
                      <Moment at={appeal.submittedAt} />
                    </span>
                  </span>
                  <span className={styles.title} dir="auto">
                    {appeal.title ?? t('listing.untitled')}
                  </span>
                  <span className={styles.fine}>
                    {[
                      sellerOf(appeal) ?? t('appeal.seller-erased'),
                      appeal.marketplace && marketplaceName(appeal.marketplace),
                    ]
                      .filter((one) => one !== null)
                      .join(' · ')}{' '}
                    ·{' '}
                    {t(
                      appeal.proofRequest === null
                        ? 'appeal.about.measure'
                        : 'appeal.about.proof-request',
                    )}
                  </span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      <More pages={pages} />
    </Page>
  )
}

/** The seller's name, else their ID; null once their data is erased. */
function sellerOf({ seller, sellerName }: AppealRow): string | null {
  return seller === null ? null : (sellerName ?? seller)
}
