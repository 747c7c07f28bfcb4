import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server, useBrandName } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useBrandsOfListing, type Appeal } from '../appeal-components/index.ts'
import { Card, Moment, Refused } from '../../components/index.ts'
import styles from './appeals.module.css'

/** Clears the seller under a right for twelve months, so that the same notice does not restrict the listing again. */
export function ClearSellerCard({ appeal }: { appeal: Appeal }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const brandName = useBrandName()
  const { brands, listing } = useBrandsOfListing(appeal.listing)
  const [chosen, setChosen] = useState<string>()
  const [right, setRight] = useState(appeal.restriction?.registerEntry ?? '')
  const [product, setProduct] = useState('')
  const brand = chosen ?? brands[0] ?? ''
  const issue = useMutation({
    mutationFn: () =>
      server.clearances.issue({
        body: {
          appeal: appeal.id,
          brand,
          right: right.trim(),
          ...(product !== '' && { product }),
        },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['clearances'] }),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    issue.mutate()
  }
  return (
    <Card title={t('clearance.issue')} lead={t('clearance.issue.description')}>
      {issue.isSuccess ? (
        <p role="status">
          {t('clearance.issued')} <Moment at={issue.data.expiresAt} only="day" />.{' '}
          <Link to="/appeals/clearances">{t('clearances.all')}</Link>
        </p>
      ) : (
        <form onSubmit={submit}>
          <Stack gap="md" className={styles.narrow}>
            <NativeSelect
              label={t('clearance.brand')}
              value={brand}
              data={brands.map((id) => ({ value: id, label: brandName(id) }))}
              onChange={({ currentTarget }) => setChosen(currentTarget.value)}
            />
            <TextInput
              label={t('clearance.right')}
              description={t('clearance.right.hint')}
              required
              withAsterisk={false}
              maxLength={300}
              value={right}
              onChange={({ currentTarget }) => setRight(currentTarget.value)}
            />
            <NativeSelect
              label={t('clearance.product')}
              value={product}
              data={[
                { value: '', label: t('clearance.product.all') },
                ...(listing === undefined
                  ? []
                  : [{ value: listing.listing.id, label: t('clearance.product.listing') }]),
              ]}
              onChange={({ currentTarget }) => setProduct(currentTarget.value)}
            />
            <Refused error={issue.error} />
            <div>
              <Button
                type="submit"
                loading={issue.isPending}
                disabled={brand === '' || right.trim() === ''}
              >
                {t('clearance.issue')}
              </Button>
            </div>
          </Stack>
        </form>
      )}
    </Card>
  )
}
