import { Button, NativeSelect } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { useBrandName, useMarketplaceName } from '../../connection/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import {
  NameFilter,
  useKeys,
  useRowsByKeys,
  useSeenBrands,
  useSeenMarketplaces,
} from '../../listings/index.ts'
import { useText } from '../../messages/index.ts'
import {
  CheatSheet,
  Columns,
  Empty,
  KeyboardShortcutsButton,
  More,
  NoticeBar,
  Page,
  QueryStatus,
} from '../../components/index.ts'
import {
  ExplainButton,
  PortfolioStateMarks,
  useFactText,
  usePortfolioAction,
  usePortfolios,
  type SellerPortfolio,
} from '../portfolio-components/index.ts'
import { readSellerQueueSearch, type SellerQueueSearch } from './search.ts'
import { useSellerName } from './seller-name.ts'
import styles from './sellers.module.css'

const route = getRouteApi('/member/seller-queue')

/** The sellers whose portfolios deserve a look, the most probable first. */
export function SellerQueuePage(): ReactNode {
  const { t } = useText()
  const search = route.useSearch()
  const navigate = useNavigate()
  const pages = usePortfolios(search)
  const portfolios = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const { list, place, toFirst, keys } = useRowsByKeys<HTMLTableSectionElement>(
    portfolios.length,
    pages,
  )
  const [help, setHelp] = useState(false)
  const [explained, setExplained] = useState<{ id: string; name: string }>()
  useKeys({
    ...keys,
    '?': () => setHelp(true),
    Enter: () => {
      const current = portfolios[place]
      if (current) void navigate({ to: '/sellers/$id', params: { id: current.seller.id } })
    },
  })
  return (
    <Page
      title={t('portfolios.title')}
      lead={t('portfolios.description')}
      actions={<KeyboardShortcutsButton onClick={() => setHelp(true)} />}
    >
      <Filters
        search={search}
        onSearch={(next) => {
          toFirst()
          void navigate({ to: '/seller-queue', search: next, replace: true })
        }}
      />
      {explained !== undefined && (
        <ExplainedNotice
          key={explained.id}
          seller={explained.id}
          name={explained.name}
          onUndone={() => setExplained(undefined)}
        />
      )}
      {!pages.isSuccess && <QueryStatus query={pages} />}
      {pages.isSuccess && portfolios.length === 0 && (
        <Empty title={t('portfolios.empty')}>{t('portfolios.empty.text')}</Empty>
      )}
      {portfolios.length > 0 && (
        <Columns
          wide
          caption={t('portfolios.title')}
          body={list}
          heads={[
            t('portfolios.seller'),
            t('portfolios.pictures'),
            t('portfolios.facts'),
            t('portfolios.decision'),
          ]}
        >
          {portfolios.map((portfolio, index) => (
            <Row
              key={portfolio.seller.id}
              portfolio={portfolio}
              isCurrent={index === place}
              onExplained={setExplained}
            />
          ))}
        </Columns>
      )}
      <More pages={pages} />
      <CheatSheet
        keys={[
          [['j', '↓'], t('shortcut.portfolios.next')],
          [['k', '↑'], t('shortcut.portfolios.previous')],
          [['Enter'], t('shortcut.portfolios.open')],
          [['/'], t('shortcut.portfolios.filter')],
        ]}
        opened={help}
        onClose={() => setHelp(false)}
      />
    </Page>
  )
}

function ExplainedNotice({
  seller,
  name,
  onUndone,
}: {
  seller: string
  name: string
  onUndone: () => void
}): ReactNode {
  const { t } = useText()
  const action = usePortfolioAction(seller)
  return (
    <NoticeBar
      actions={
        <Button
          variant="default"
          size="compact-sm"
          loading={action.isPending}
          onClick={() => action.mutate({ type: 'withdraw-explanation' }, { onSuccess: onUndone })}
        >
          {t('portfolios.undo')}
        </Button>
      }
    >
      {t('portfolios.explained', { name })}
    </NoticeBar>
  )
}

type FiltersProps = { search: SellerQueueSearch; onSearch: (search: SellerQueueSearch) => void }

function Filters({ search, onSearch }: FiltersProps): ReactNode {
  const { t } = useText()
  const [asked, setAsked] = useState(false)
  const seenMarketplaces = useSeenMarketplaces(asked)
  const seenBrands = useSeenBrands(asked)
  const brandName = useBrandName()
  const marketplaceName = useMarketplaceName()
  const { brand, marketplace, state } = search
  const withChosen = (seen: readonly string[], chosen: string | undefined): string[] => [
    ...new Set(chosen === undefined ? seen : [...seen, chosen]),
  ]
  const change = (changed: Record<string, unknown>): void =>
    onSearch(readSellerQueueSearch({ ...search, ...changed }))
  return (
    <search aria-label={t('portfolios.filters')} className={styles.filters}>
      <NameFilter
        first
        label={t('portfolios.brand')}
        all={t('portfolios.brand.all')}
        names={withChosen(seenBrands, brand).map((id) => ({ value: id, label: brandName(id) }))}
        value={brand}
        onOpen={() => setAsked(true)}
        onChange={(value) => change({ brand: value })}
      />
      <NameFilter
        label={t('portfolios.marketplace')}
        all={t('portfolios.marketplace.all')}
        names={withChosen(seenMarketplaces, marketplace).map((name) => ({
          value: name,
          label: marketplaceName(name),
        }))}
        value={marketplace}
        onOpen={() => setAsked(true)}
        onChange={(value) => change({ marketplace: value })}
      />
      <NativeSelect
        size="xs"
        aria-label={t('portfolios.decision')}
        value={state ?? ''}
        data={[
          { value: '', label: t('portfolio.state.open') },
          { value: 'explained', label: t('portfolio.state.explained') },
        ]}
        onChange={({ currentTarget: { value } }) => change({ state: value })}
      />
    </search>
  )
}

type RowProps = {
  portfolio: SellerPortfolio
  isCurrent: boolean
  onExplained: (seller: { id: string; name: string }) => void
}

function Row({ portfolio, isCurrent, onExplained }: RowProps): ReactNode {
  const { t, number, probability } = useText()
  const rights = permissionsOf(useMember())
  const nameOf = useSellerName()
  const factText = useFactText()
  const { seller, listings, facts, examples, state, sellerPrior } = portfolio
  const marketplaceName = useMarketplaceName()
  const { name, detail } = nameOf(seller)
  const below = [marketplaceName(seller.marketplace), detail].filter(
    (part) => part !== undefined && part !== '',
  )
  return (
    <tr className={styles.seller} data-current={isCurrent}>
      <td className="stranger" dir="auto">
        <Link
          to="/sellers/$id"
          params={{ id: seller.id }}
          aria-current={isCurrent ? 'true' : undefined}
        >
          <VisibleText text={name} />
        </Link>
        <span className={styles.detail}>
          <VisibleText text={below.join(' · ')} />
        </span>
        <span className={styles.detail}>
          {t('portfolios.count', { count: listings, figure: number(listings) })}
        </span>
        {sellerPrior && sellerPrior.probability !== null && (
          <span className={styles.detail}>
            {t('portfolios.prior', {
              confirmed: sellerPrior.confirmed,
              cleared: sellerPrior.cleared,
              percent: probability(sellerPrior.probability),
            })}
          </span>
        )}
      </td>
      <td>
        <span className={styles.pictures}>
          {examples.map(({ id, title }) => (
            <ListingThumbnail key={id} listing={id} title={title} size="small" />
          ))}
        </span>
      </td>
      <td>
        <ul className={styles.facts}>
          {facts.map((fact) => (
            <li key={fact.code}>{factText(fact)}</li>
          ))}
        </ul>
      </td>
      <td>
        <span className={styles.decision}>
          <PortfolioStateMarks portfolio={portfolio} />
          {rights.decide && state === 'open' && (
            <ExplainButton
              seller={seller.id}
              name={name}
              onDone={() => onExplained({ id: seller.id, name })}
            />
          )}
        </span>
      </td>
    </tr>
  )
}
