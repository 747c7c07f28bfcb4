import { Button, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { NewOrExistingCase, type NewOrExisting } from './new-or-existing-case.tsx'
import type { OpenSellerCaseProps } from './open-seller-case.tsx'

const mostBrands = 50

export function OpenSellerCaseForm({
  seller,
  onClose,
  onDone,
}: Omit<OpenSellerCaseProps, 'opened'>): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const { id: sellerAccount } = seller
  const open = useQuery({
    queryKey: ['cases', 'of seller', sellerAccount],
    queryFn: async ({ signal }) =>
      (await server.cases.list({ query: { sellerAccount, limit: 50 }, signal })).items,
  })
  const [how, setHow] = useState<NewOrExisting>('new')
  const [title, setTitle] = useState(t('seller-case.name', { seller: seller.name.slice(0, 120) }))
  const [chosen, setChosen] = useState('')
  const into = chosen === '' ? (open.data?.[0]?.id ?? '') : chosen
  const run = useMutation({
    mutationFn: async (): Promise<{ id: string; more: boolean }> => {
      if (how === 'add') {
        const action = { type: 'add-seller-listings', sellerAccount } as const
        const { more = false } = await server.cases.act({ params: { id: into }, body: { action } })
        return { id: into, more }
      }
      const brands = seller.brands.slice(0, mostBrands)
      const body = { title: title.trim(), about: 'seller' as const, brands, sellerAccount }
      const { id, more = false } = await server.cases.open({ body })
      return { id, more }
    },
    onSuccess: async ({ id, more }) => {
      await queries.invalidateQueries({ queryKey: ['cases'] })
      await queries.invalidateQueries({ queryKey: ['case', id] })
      await queries.invalidateQueries({ queryKey: ['seller', sellerAccount] })
      if (more) return
      onDone(id)
      onClose()
    },
  })
  if (run.data?.more === true) {
    const { id } = run.data
    return (
      <Stack gap="md">
        <p role="status">{t('seller-case.more')}</p>
        <Button onClick={() => onDone(id)}>{t('open-case.show')}</Button>
      </Stack>
    )
  }
  return (
    <NewOrExistingCase
      how={how}
      onHow={setHow}
      existing={(open.data ?? []).length > 0 ? t('seller-case.add') : undefined}
      title={title}
      onTitle={setTitle}
      titleHint={t('seller-case.all')}
      cases={open.data}
      into={into}
      onInto={setChosen}
      intoHint={t('seller-case.all')}
      run={run}
      onLeave={onClose}
    />
  )
}
