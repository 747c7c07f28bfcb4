import { Button, NumberInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { WatchRates } from '@touchstone/contract'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, FactList, Refused } from '../../components/index.ts'
import { amountWords } from '../watch-terms/index.ts'
import styles from './rates.module.css'
import { installationKey, type Installation } from './queries.ts'
import { rateFields, ratesOf, rateValues } from './rate-values.ts'

/** What the operator charges for watches, or pays: all costs are computed with it. */
export function RatesCard({ installation }: { installation: Installation }): ReactNode {
  const { t, locale } = useText()
  const [editing, setEditing] = useState(false)
  const { rates } = installation
  const isSet = rateFields.some((field) => rates[field] > 0)
  const isForm = editing || !isSet
  return (
    <Card
      title={t('gate-rates.title')}
      lead={t('gate-rates.description')}
      actions={
        !isForm && (
          <Button size="compact-sm" variant="default" onClick={() => setEditing(true)}>
            {t('gate-rates.edit')}
          </Button>
        )
      }
    >
      {isForm ? (
        <>
          {!isSet && <p>{t('gate-rates.none')}</p>}
          <RatesForm installation={installation} onDone={() => setEditing(false)} />
        </>
      ) : (
        <FactList
          facts={rateFields.map((field) => [
            t(`gate-rates.${field}`),
            amountWords(locale, rates.currency, rates[field]),
          ])}
        />
      )}
    </Card>
  )
}

type RatesFormProps = { installation: Installation; onDone: () => void }

function RatesForm({ installation, onDone }: RatesFormProps): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const { version, stopped } = installation
  const [values, setValues] = useState(() => rateValues(installation.rates))
  const rates = ratesOf(values)
  const save = useMutation({
    mutationFn: (next: WatchRates) =>
      server.operatorWatches.update({ body: { expectedVersion: version, stopped, rates: next } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: installationKey })
      onDone()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (rates !== undefined) save.mutate(rates)
  }
  return (
    <form onSubmit={submit} className={styles.form}>
      <TextInput
        label={t('gate-rates.currency')}
        w={120}
        maxLength={3}
        autoCapitalize="characters"
        spellCheck={false}
        value={values.currency}
        onChange={({ currentTarget }) => setValues({ ...values, currency: currentTarget.value })}
      />
      {rateFields.map((field) => (
        <NumberInput
          key={field}
          label={t(`gate-rates.${field}`)}
          w={220}
          min={0}
          hideControls
          clampBehavior="none"
          value={values[field]}
          onChange={(value) => setValues({ ...values, [field]: String(value) })}
        />
      ))}
      <Button type="submit" disabled={rates === undefined} loading={save.isPending}>
        {t('state.save')}
      </Button>
      {rates === undefined && <p className={styles.fine}>{t('gate-rates.fault')}</p>}
      <Refused error={save.error} />
    </form>
  )
}
