import { Button, Group, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Moment, QueryStatus, Refused } from '../../components/index.ts'

const currenciesKey = ['marketplace currencies']
const code = /^[A-Z]{3}$/

type AskCurrencyProps = {
  /** The marketplace whose prices state no currency; undefined if the file names none either. */
  marketplace: string | undefined
  /** The answer; it is already stored for the marketplace. */
  onAnswer: (currency: string) => void
}

/** Asks once in which currency a marketplace states its prices: none is ever assumed. */
export function AskCurrency({ marketplace, onAnswer }: AskCurrencyProps): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [typed, setTyped] = useState('')
  const save = useMutation({
    mutationFn: async (currency: string) => {
      if (marketplace === undefined) return
      await server.imports.setMarketplaceCurrency({ params: { marketplace }, body: { currency } })
    },
    onSuccess: async (_done, currency) => {
      onAnswer(currency)
      await queries.invalidateQueries({ queryKey: currenciesKey })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (code.test(typed)) save.mutate(typed)
  }
  return (
    <Card
      title={t('import.ask-currency')}
      lead={
        marketplace === undefined
          ? t('import.ask-currency.file')
          : t('import.ask-currency.description', { marketplace })
      }
    >
      <form onSubmit={submit}>
        <Group align="end" gap="sm">
          <TextInput
            label={t('import.ask-currency.code')}
            placeholder="EUR"
            maxLength={3}
            value={typed}
            onChange={({ currentTarget: { value } }) => setTyped(value.trim().toUpperCase())}
          />
          <Button type="submit" loading={save.isPending} disabled={!code.test(typed)}>
            {t('import.ask-currency.save')}
          </Button>
        </Group>
        <Refused error={save.error} />
      </form>
    </Card>
  )
}

/** The currencies of marketplaces; each can be deleted. */
export function MarketplaceCurrencies(): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const stored = useQuery({
    queryKey: currenciesKey,
    queryFn: async ({ signal }) => (await server.imports.marketplaceCurrencies({ signal })).items,
  })
  const remove = useMutation({
    mutationFn: (marketplace: string) =>
      server.imports.removeMarketplaceCurrency({ params: { marketplace } }),
    onSettled: () => queries.invalidateQueries({ queryKey: currenciesKey }),
  })
  if (!stored.isSuccess) return <QueryStatus query={stored} />
  if (stored.data.length === 0) return null
  return (
    <Card
      title={t('import.marketplace-currencies')}
      lead={t('import.marketplace-currencies.description')}
    >
      <Refused error={remove.error} />
      <Columns
        caption={t('import.marketplace-currencies')}
        heads={[
          t('import.marketplace'),
          t('import.currency'),
          t('import.saved-mappings.changed'),
          t('state.actions'),
        ]}
      >
        {stored.data.map(({ marketplace, currency, changedAt }) => (
          <tr key={marketplace}>
            <td className="stranger">{marketplace}</td>
            <td>{currency}</td>
            <td>
              <Moment at={changedAt} />
            </td>
            <td>
              <Button
                size="compact-xs"
                variant="default"
                loading={remove.isPending && remove.variables === marketplace}
                aria-label={t('import.marketplace-currencies.delete-of', { marketplace })}
                onClick={() => remove.mutate(marketplace)}
              >
                {t('import.delete-mapping')}
              </Button>
            </td>
          </tr>
        ))}
      </Columns>
    </Card>
  )
}
