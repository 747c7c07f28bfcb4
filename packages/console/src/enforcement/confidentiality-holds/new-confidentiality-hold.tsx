import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ConfidentialityHoldScope } from '@touchstone/contract'
import { useState, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useMember } from '../../access/session/index.ts'
import { ConfirmButton } from '../../components/index.ts'
import { isTime, TimeFields } from './confidentiality-hold-card.tsx'
import { parseListingIds } from './parse-listing-ids.ts'

const ownKinds = ['listing', 'case', 'seller'] as const satisfies ConfidentialityHoldScope['kind'][]
const kindsOfAuthority = ['listings', ...ownKinds] as const
const wishes = ['authority', 'counsel'] as const
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Holds a listing, case or seller; an authority may also hold listings of other organisations. */
export function NewConfidentialityHoldStep(): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const isAuthority = useMember().organisation.kind === 'authority'
  const kinds = isAuthority ? kindsOfAuthority : ownKinds
  const [kind, setKind] = useState<ConfidentialityHoldScope['kind']>(kinds[0])
  const [item, setItem] = useState('')
  const [marketplace, setMarketplace] = useState('')
  const [contact, setContact] = useState('')
  const [wantedBy, setWantedBy] = useState<(typeof wishes)[number]>('authority')
  const [reference, setReference] = useState('')
  const [time, setTime] = useState({ days: 30, reviewDays: 14 })
  // Accepts a page's address as well as the id in it.
  const id = item.trim().split(/[/?#]/).filter(Boolean).at(-1) ?? ''
  const scope = scopeOf(kind, { item: item.trim(), id, marketplace: marketplace.trim(), contact })
  return (
    <ConfirmButton
      label={t('confidentiality-hold.new')}
      title={t('confidentiality-hold.new')}
      text={t('confidentiality-hold.new.text')}
      reason={{
        label: t('confidentiality-hold.reason'),
        hint: t('confidentiality-hold.reason.hint'),
        required: true,
      }}
      ready={scope !== undefined && reference.trim() !== '' && isTime(time)}
      run={async (reason) => {
        if (scope === undefined) return
        const body = { scope, wantedBy, reference, reason, ...time }
        await server.confidentialityHolds.set({ body })
        await queries.invalidateQueries({ queryKey: ['confidentialityHolds'] })
      }}
      button={{ variant: 'filled' }}
    >
      <NativeSelect
        label={t('confidentiality-hold.subject')}
        value={kind}
        data={kinds.map((value) => ({ value, label: t(`confidentiality-hold.scope.${value}`) }))}
        onChange={({ currentTarget: { value } }) =>
          setKind(kinds.find((one) => one === value) ?? kinds[0])
        }
      />
      {kind === 'seller' && (
        <TextInput
          label={t('seller.marketplace')}
          maxLength={200}
          value={marketplace}
          onChange={({ currentTarget }) => setMarketplace(currentTarget.value)}
        />
      )}
      {kind === 'listings' ? (
        <>
          <Textarea
            label={t('confidentiality-hold.listings')}
            description={t('confidentiality-hold.listings.hint')}
            required
            withAsterisk={false}
            autosize
            minRows={3}
            maxRows={10}
            value={item}
            onChange={({ currentTarget }) => setItem(currentTarget.value)}
          />
          <TextInput
            label={t('confidentiality-hold.contact')}
            description={t('confidentiality-hold.contact.hint')}
            required
            withAsterisk={false}
            maxLength={500}
            value={contact}
            onChange={({ currentTarget }) => setContact(currentTarget.value)}
          />
        </>
      ) : (
        <TextInput
          label={t(kind === 'seller' ? 'seller.id' : 'confidentiality-hold.item')}
          {...(kind !== 'seller' && { description: t('confidentiality-hold.item.hint') })}
          required
          withAsterisk={false}
          value={item}
          onChange={({ currentTarget }) => setItem(currentTarget.value)}
        />
      )}
      <NativeSelect
        label={t('confidentiality-hold.requested-by')}
        value={wantedBy}
        data={wishes.map((value) => ({
          value,
          label: t(`confidentiality-hold.requested-by.${value}`),
        }))}
        onChange={({ currentTarget: { value } }) =>
          setWantedBy(wishes.find((one) => one === value) ?? 'authority')
        }
      />
      <TextInput
        label={t('confidentiality-hold.reference')}
        required
        withAsterisk={false}
        maxLength={200}
        value={reference}
        onChange={({ currentTarget }) => setReference(currentTarget.value)}
      />
      <TimeFields value={time} onChange={setTime} />
    </ConfirmButton>
  )
}

type ScopeFields = { item: string; id: string; marketplace: string; contact: string }

/** The scope of the hold, once its form is complete. */
function scopeOf(
  kind: ConfidentialityHoldScope['kind'],
  { item, id, marketplace, contact }: ScopeFields,
): ConfidentialityHoldScope | undefined {
  switch (kind) {
    case 'listings': {
      const listings = parseListingIds(item)
      return listings && contact.trim() !== '' ? { kind, listings, contact } : undefined
    }
    case 'seller':
      return item === '' ? undefined : { kind, seller: { marketplace, id: item } }
    case 'listing':
      return uuid.test(id) ? { kind, listing: id } : undefined
    case 'case':
      return uuid.test(id) ? { kind, case: id } : undefined
  }
}
