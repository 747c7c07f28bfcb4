import { NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { EmbargoScope } from '@touchstone/contract'
import { useState, type ReactNode } from 'react'
import { server } from '../connection/index.ts'
import { useText } from '../messages/index.ts'
import { Asked } from '../surface/index.ts'
import { isTime, TimeFields } from './embargo-card.tsx'

const kinds = ['listing', 'case', 'seller'] as const satisfies EmbargoScope['kind'][]
const wishes = ['authority', 'counsel'] as const
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Holds an offer, a case or a seller. */
export function NewEmbargoStep(): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [kind, setKind] = useState<EmbargoScope['kind']>('listing')
  const [item, setItem] = useState('')
  const [marketplace, setMarketplace] = useState('')
  const [wantedBy, setWantedBy] = useState<(typeof wishes)[number]>('authority')
  const [reference, setReference] = useState('')
  const [time, setTime] = useState({ days: 30, reviewDays: 14 })
  // The address of a page is taken as well as the id in it.
  const id = item.trim().split(/[/?#]/).filter(Boolean).at(-1) ?? ''
  const named = kind === 'seller' ? item.trim() !== '' : uuid.test(id)
  const scope: EmbargoScope =
    kind === 'seller'
      ? { kind, seller: { marketplace: marketplace.trim(), id: item.trim() } }
      : kind === 'listing'
        ? { kind, listing: id }
        : { kind, case: id }
  return (
    <Asked
      label={t('embargo.new')}
      title={t('embargo.new')}
      text={t('embargo.new.text')}
      reason={{ label: t('embargo.reason'), hint: t('embargo.reason.hint'), required: true }}
      ready={named && reference.trim() !== '' && isTime(time)}
      run={async (reason) => {
        const body = { scope, wantedBy, reference, reason, ...time }
        await server.embargoes.set({ body })
        await queries.invalidateQueries({ queryKey: ['embargoes'] })
      }}
      button={{ variant: 'filled' }}
    >
      <NativeSelect
        label={t('embargo.on')}
        value={kind}
        data={kinds.map((value) => ({ value, label: t(`embargo.scope.${value}`) }))}
        onChange={({ currentTarget: { value } }) =>
          setKind(kinds.find((one) => one === value) ?? 'listing')
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
      <TextInput
        label={t(kind === 'seller' ? 'seller.id' : 'embargo.item')}
        {...(kind !== 'seller' && { description: t('embargo.item.hint') })}
        required
        withAsterisk={false}
        value={item}
        onChange={({ currentTarget }) => setItem(currentTarget.value)}
      />
      <NativeSelect
        label={t('embargo.wanted-by')}
        value={wantedBy}
        data={wishes.map((value) => ({ value, label: t(`embargo.wanted-by.${value}`) }))}
        onChange={({ currentTarget: { value } }) =>
          setWantedBy(wishes.find((one) => one === value) ?? 'authority')
        }
      />
      <TextInput
        label={t('embargo.reference')}
        required
        withAsterisk={false}
        maxLength={200}
        value={reference}
        onChange={({ currentTarget }) => setReference(currentTarget.value)}
      />
      <TimeFields value={time} onChange={setTime} />
    </Asked>
  )
}
