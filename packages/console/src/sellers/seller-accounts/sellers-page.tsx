import { Button, NativeSelect, TextInput } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useMarketplaceName } from '../../connection/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { NameFilter, useKeys, useRowsByKeys, useSeenMarketplaces } from '../../listings/index.ts'
import { regionName, useText } from '../../messages/index.ts'
import {
  CheatSheet,
  Columns,
  Empty,
  KeyboardShortcutsButton,
  Moment,
  More,
  Page,
  QueryStatus,
} from '../../components/index.ts'
import { useSellers, type SellerAccount } from './queries.ts'
import { readSellerSearch, type SellerSearch } from './search.ts'
import { useSellerName } from './seller-name.ts'
import styles from './sellers.module.css'

const route = getRouteApi('/member/sellers')

/** Sellers of visible listings, with search, marketplace filter and order. */
export function SellersPage(): ReactNode {
  const { t } = useText()
  const search = route.useSearch()
  const navigate = useNavigate()
  const pages = useSellers(search)
  const sellers = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const isFiltered = Object.keys(search).length > 0
  const { list, place, toFirst, keys } = useRowsByKeys<HTMLTableSectionElement>(
    sellers.length,
    pages,
  )
  const [help, setHelp] = useState(false)
  useKeys({
    ...keys,
    '?': () => setHelp(true),
    Enter: () => {
      const seller = sellers[place]
      if (seller) void navigate({ to: '/sellers/$id', params: { id: seller.id } })
    },
  })
  return (
    <Page
      title={t('sellers.title')}
      lead={t('sellers.description')}
      actions={<KeyboardShortcutsButton onClick={() => setHelp(true)} />}
    >
      <Filters
        key={search.search ?? ''}
        search={search}
        onSearch={(next) => {
          toFirst()
          void navigate({ to: '/sellers', search: next, replace: true })
        }}
      />
      {!pages.isSuccess && <QueryStatus query={pages} />}
      {pages.isSuccess && sellers.length === 0 && (
        <Empty title={t(isFiltered ? 'sellers.empty.filtered' : 'sellers.empty')}>
          {t(isFiltered ? 'sellers.empty.filtered.text' : 'sellers.empty.text')}
        </Empty>
      )}
      {sellers.length > 0 && (
        <Columns
          caption={t('sellers.title')}
          body={list}
          heads={[
            t('sellers.seller'),
            t('sellers.marketplace'),
            t('sellers.country'),
            t('sellers.listings'),
            t('sellers.flagged'),
            t('sellers.last-seen'),
          ]}
        >
          {sellers.map((seller, index) => (
            <Row key={seller.id} seller={seller} isCurrent={index === place} />
          ))}
        </Columns>
      )}
      <More pages={pages} />
      <CheatSheet
        keys={[
          [['j', '↓'], t('shortcut.sellers.next')],
          [['k', '↑'], t('shortcut.sellers.previous')],
          [['Enter'], t('shortcut.sellers.open')],
          [['/'], t('shortcut.sellers.filter')],
        ]}
        opened={help}
        onClose={() => setHelp(false)}
      />
    </Page>
  )
}

type FiltersProps = { search: SellerSearch; onSearch: (search: SellerSearch) => void }

function Filters({ search, onSearch }: FiltersProps): ReactNode {
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  const [typed, setTyped] = useState(search.search ?? '')
  const [asked, setAsked] = useState(false)
  const marketplaces = useSeenMarketplaces(asked)
  const { marketplace } = search
  const names =
    marketplace === undefined ? marketplaces : [...new Set([...marketplaces, marketplace])]
  const change = (changed: Record<string, unknown>): void =>
    onSearch(readSellerSearch({ ...search, ...changed }))
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    change({ search: typed })
  }
  return (
    <search aria-label={t('sellers.filters')}>
      <form className={styles.filters} onSubmit={submit}>
        <TextInput
          size="xs"
          data-first-filter
          aria-label={t('sellers.search')}
          placeholder={t('sellers.search')}
          maxLength={200}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <Button size="compact-sm" variant="default" type="submit">
          {t('sellers.search.submit')}
        </Button>
        <NameFilter
          label={t('sellers.marketplace')}
          all={t('sellers.marketplace.all')}
          names={names.map((name) => ({ value: name, label: marketplaceName(name) }))}
          value={marketplace}
          onOpen={() => setAsked(true)}
          onChange={(value) => change({ marketplace: value })}
        />
        <NativeSelect
          size="xs"
          aria-label={t('sellers.sort')}
          value={search.sort ?? ''}
          data={[
            { value: '', label: t('sellers.sort.last-seen') },
            { value: 'most-flagged', label: t('sellers.sort.most-flagged') },
          ]}
          onChange={({ currentTarget: { value } }) => change({ sort: value })}
        />
      </form>
    </search>
  )
}

function Row({ seller, isCurrent }: { seller: SellerAccount; isCurrent: boolean }): ReactNode {
  const { number, locale } = useText()
  const marketplaceName = useMarketplaceName()
  const nameOf = useSellerName()
  const { id, marketplace, country, listings, lastSeenAt } = seller
  const { name, detail } = nameOf(seller)
  const more = listings.more ? '+' : ''
  return (
    <tr className={styles.seller} data-current={isCurrent}>
      <td className="stranger" dir="auto">
        <Link to="/sellers/$id" params={{ id }} aria-current={isCurrent ? 'true' : undefined}>
          <VisibleText text={name} />
        </Link>
        {detail !== undefined && (
          <span className={styles.detail}>
            <VisibleText text={detail} />
          </span>
        )}
      </td>
      <td className="stranger">{marketplace === '' ? '–' : marketplaceName(marketplace)}</td>
      <td>{country === null ? '–' : regionName(locale, country)}</td>
      <td className="figures">
        {number(listings.count)}
        {more}
      </td>
      <td className="figures">{number(listings.flagged)}</td>
      <td>
        <Moment at={lastSeenAt} />
      </td>
    </tr>
  )
}
