import { Button, NumberInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Refused } from '../../components/index.ts'
import {
  BudgetBars,
  budgetOf,
  budgetValues,
  costOf,
  isBudget,
  useWatchSettings,
  watchesKey,
  type Budget,
  type BudgetValues,
  type WatchSettings,
} from '../watch-components/index.ts'
import styles from './watch-costs.module.css'

/** What all watches of the organisation together may use in a day. */
export function DayBudgetCard(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  const { data: settings } = useWatchSettings(rights.readWatchSettings)
  const [editing, setEditing] = useState(false)
  if (settings === undefined) return null
  const { budgetPerDay, usedToday, rates, hasRates } = settings
  return (
    <Card
      title={t('watch-day-budget.title')}
      lead={t('watch-day-budget.description')}
      actions={
        rights.manageOrganisation &&
        !editing && (
          <Button size="compact-sm" variant="default" onClick={() => setEditing(true)}>
            {t(budgetPerDay === null ? 'watch-day-budget.set' : 'watch.edit')}
          </Button>
        )
      }
    >
      {editing ? (
        <BudgetForm settings={settings} onDone={() => setEditing(false)} />
      ) : budgetPerDay === null ? (
        <p className={styles.fine}>
          {t('watch-day-budget.none', { requests: usedToday.requests })}
        </p>
      ) : (
        <BudgetBars
          used={{ ...usedToday, cost: costOf(usedToday, rates) }}
          budget={budgetPerDay}
          currency={rates.currency}
          hasRates={hasRates}
        />
      )}
    </Card>
  )
}

const proposed: BudgetValues = { requests: '10000', mebibytes: '6400', seconds: '6000', cost: '' }
const parts = ['requests', 'mebibytes', 'seconds', 'cost'] as const

type BudgetFormProps = { settings: WatchSettings; onDone: () => void }

function BudgetForm({ settings, onDone }: BudgetFormProps): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const { version, stopped, budgetPerDay } = settings
  const [values, setValues] = useState(() =>
    budgetPerDay === null ? proposed : budgetValues(budgetPerDay),
  )
  const save = useMutation({
    mutationFn: (next: Budget | null) =>
      server.watchSettings.update({
        body: { expectedVersion: version, stopped, budgetPerDay: next },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: watchesKey })
      onDone()
    },
  })
  const isReady = isBudget(values)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isReady) save.mutate(budgetOf(values))
  }
  return (
    <form onSubmit={submit} className={styles.form}>
      {parts.map((part) => (
        <NumberInput
          key={part}
          label={t(`watch.perDay.${part}`)}
          w={200}
          min={0}
          hideControls
          clampBehavior="none"
          value={values[part]}
          onChange={(value) => setValues({ ...values, [part]: String(value) })}
        />
      ))}
      <Button type="submit" disabled={!isReady} loading={save.isPending}>
        {t('state.save')}
      </Button>
      {budgetPerDay !== null && (
        <Button variant="default" loading={save.isPending} onClick={() => save.mutate(null)}>
          {t('watch-day-budget.remove')}
        </Button>
      )}
      <Button variant="subtle" onClick={onDone}>
        {t('state.cancel')}
      </Button>
      <p className={styles.wide}>{t(isReady ? 'watch.limits.text' : 'watch-fault.number')}</p>
      <Refused error={save.error} />
    </form>
  )
}
