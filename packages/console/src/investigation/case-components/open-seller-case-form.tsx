import { Button, NativeSelect, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { FormEnd } from '../../components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
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
  const [how, setHow] = useState<'new' | 'add'>('new')
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
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    run.mutate()
  }
  if (run.data?.more === true) {
    const { id } = run.data
    return (
      <Stack gap="md">
        <p role="status">{t('seller-case.more')}</p>
        <Button onClick={() => onDone(id)}>{t('open-case.show')}</Button>
      </Stack>
    )
  }
  const cases = open.data ?? []
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {cases.length > 0 && (
          <SegmentedControl
            value={how}
            onChange={(value) => setHow(value === 'add' ? 'add' : 'new')}
            data={[
              { value: 'new', label: t('open-case.new') },
              { value: 'add', label: t('seller-case.add') },
            ]}
          />
        )}
        {how === 'new' ? (
          <TextInput
            label={t('case.name')}
            description={t('seller-case.all')}
            required
            withAsterisk={false}
            maxLength={200}
            value={title}
            onChange={({ currentTarget }) => setTitle(currentTarget.value)}
          />
        ) : (
          <NativeSelect
            label={t('open-case.which')}
            description={t('seller-case.all')}
            value={into}
            data={cases.map((kase) => ({ value: kase.id, label: kase.title }))}
            onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          />
        )}
        <FormEnd
          error={run.error}
          isPending={run.isPending}
          ready={(how === 'new' ? title.trim() : into) !== ''}
          onLeave={onClose}
        >
          {t(how === 'new' ? 'open-case.submit' : 'open-case.submit-add')}
        </FormEnd>
      </Stack>
    </form>
  )
}
