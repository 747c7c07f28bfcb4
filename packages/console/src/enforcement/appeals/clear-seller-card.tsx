import { Button, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import type { Appeal } from '../appeal-components/index.ts'
import { Card, Moment, Refused } from '../../components/index.ts'
import styles from './appeals.module.css'

/** Clears the seller under a right for twelve months, so that the same notice does not restrict the listing again. */
export function ClearSellerCard({ appeal: { id } }: { appeal: Appeal }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [typed, setTyped] = useState({ brand: '', right: '', product: '' })
  const { brand, right, product } = typed
  const issue = useMutation({
    mutationFn: () =>
      server.clearances.issue({
        body: {
          appeal: id,
          brand: brand.trim(),
          right: right.trim(),
          ...(product.trim() !== '' && { product: product.trim() }),
        },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['clearances'] }),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    issue.mutate()
  }
  const line = (name: keyof typeof typed): ReactNode => (
    <TextInput
      label={t(`clearance.${name}`)}
      description={t(`clearance.${name}.hint`)}
      required={name !== 'product'}
      withAsterisk={false}
      maxLength={name === 'product' ? 500 : name === 'right' ? 300 : 200}
      value={typed[name]}
      onChange={({ currentTarget }) => setTyped({ ...typed, [name]: currentTarget.value })}
    />
  )
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
            {line('brand')}
            {line('right')}
            {line('product')}
            <Refused error={issue.error} />
            <div>
              <Button
                type="submit"
                loading={issue.isPending}
                disabled={brand.trim() === '' || right.trim() === ''}
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
