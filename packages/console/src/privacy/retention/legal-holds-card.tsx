import { NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { HoldScope, HoldScopeKind } from '@touchstone/contract'
import { useState, type ReactNode } from 'react'
import { server, useMarketplaceName } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import {
  ConfirmButton,
  Card,
  Columns,
  Empty,
  Moment,
  StateMark,
  Paged,
} from '../../components/index.ts'
import { useHolds, type LegalHoldView } from './queries.ts'
import { SellerFields, type Seller } from '../data-requests/seller-fields.tsx'

export function HoldsCard({ mayChange }: { mayChange: boolean }): ReactNode {
  const { t } = useText()
  const holds = useHolds()
  return (
    <Card
      title={t('legal-holds.title')}
      lead={t('legal-holds.description')}
      actions={mayChange && <NewHoldStep />}
    >
      <Paged
        pages={holds}
        empty={
          <Empty title={t('legal-holds.empty')} icon="lock">
            {t('legal-holds.empty.text')}
          </Empty>
        }
      >
        {(items) => <Rows items={items} mayChange={mayChange} />}
      </Paged>
    </Card>
  )
}

function Rows({
  items,
  mayChange,
}: {
  items: readonly LegalHoldView[]
  mayChange: boolean
}): ReactNode {
  const { t, day } = useText()
  const queries = useQueryClient()
  return (
    <Columns
      caption={t('legal-holds.title')}
      heads={[
        t('legal-hold.subject'),
        t('legal-hold.reason'),
        t('legal-hold.set'),
        t('legal-hold.state'),
        t('state.actions'),
      ]}
    >
      {items.map((hold) => (
        <tr key={hold.id}>
          <td>
            <HeldSubject hold={hold} />
          </td>
          <td className="stranger">{hold.reason}</td>
          <td>
            <Moment at={hold.setAt} only="day" />
          </td>
          <td>
            {hold.releasedAt === null ? (
              <StateMark tone="waiting">{t('legal-hold.active')}</StateMark>
            ) : (
              t('legal-hold.released', { day: day(hold.releasedAt) })
            )}
          </td>
          <td>
            {mayChange && hold.releasedAt === null && (
              <ConfirmButton
                label={t('legal-hold.release')}
                of={hold.reason.slice(0, 60)}
                title={t('legal-hold.release.title')}
                text={t('legal-hold.release.text')}
                run={async () => {
                  await server.retention.act({
                    params: { id: hold.id },
                    body: { action: { type: 'release' } },
                  })
                  await queries.invalidateQueries({ queryKey: ['holds'] })
                }}
                button={{ variant: 'default', size: 'compact-xs' }}
              />
            )}
          </td>
        </tr>
      ))}
    </Columns>
  )
}

function HeldSubject({ hold: { scope, listing, seller } }: { hold: LegalHoldView }): ReactNode {
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  if (scope === 'listing' && listing !== null) {
    return (
      <Link to="/listings/$id" params={{ id: listing }}>
        {t('legal-hold-scope.listing')} {listing.slice(0, 8)}…
      </Link>
    )
  }
  if (scope === 'seller') {
    const named = [seller && marketplaceName(seller.marketplace), seller?.id]
      .filter(Boolean)
      .join(' · ')
    return (
      <span className="stranger">
        {t('legal-hold-scope.seller')} {named}
      </span>
    )
  }
  return t(`legal-hold-scope.${scope}`)
}

const kinds = ['organisation', 'seller', 'listing'] as const satisfies HoldScopeKind[]
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function NewHoldStep(): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [kind, setKind] = useState<HoldScopeKind>('organisation')
  const [seller, setSeller] = useState<Seller>({ marketplace: '', id: '' })
  const [listing, setListing] = useState('')
  // Accepts a listing's address as well as its id.
  const id = listing.trim().split('/').at(-1) ?? ''
  const ready =
    kind === 'organisation' || (kind === 'seller' ? seller.id.trim() !== '' : uuid.test(id))
  const scope: HoldScope =
    kind === 'organisation'
      ? { kind }
      : kind === 'seller'
        ? { kind, seller }
        : { kind, listing: id }
  return (
    <ConfirmButton
      label={t('legal-holds.new')}
      title={t('legal-holds.new')}
      text={t('legal-holds.new.text')}
      reason={{ label: t('legal-hold.reason'), hint: t('legal-hold.reason.hint'), required: true }}
      ready={ready}
      run={async (reason) => {
        await server.retention.hold({ body: { scope, reason } })
        await queries.invalidateQueries({ queryKey: ['holds'] })
      }}
      button={{ variant: 'default', size: 'compact-sm' }}
    >
      <NativeSelect
        label={t('legal-hold.subject')}
        value={kind}
        data={kinds.map((value) => ({ value, label: t(`legal-hold-scope.${value}`) }))}
        onChange={({ currentTarget: { value } }) =>
          setKind(kinds.find((one) => one === value) ?? 'organisation')
        }
      />
      {kind === 'seller' && <SellerFields value={seller} onChange={setSeller} />}
      {kind === 'listing' && (
        <TextInput
          label={t('legal-hold.listing')}
          description={t('legal-hold.listing.hint')}
          required
          withAsterisk={false}
          value={listing}
          onChange={({ currentTarget }) => setListing(currentTarget.value)}
        />
      )}
    </ConfirmButton>
  )
}
