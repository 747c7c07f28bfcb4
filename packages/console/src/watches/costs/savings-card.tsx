import { Button, NumberInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { PreviousMonitoring } from '@touchstone/contract'
import { useState, type FormEvent, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Refused } from '../../components/index.ts'
import {
  amountWords,
  useWatchCosts,
  useWatchSettings,
  watchesKey,
  type WatchSettings,
} from '../watch-components/index.ts'
import { NoRates } from './no-rates.tsx'
import { monthlyFigures, savingsOf } from './savings.ts'
import styles from './watch-costs.module.css'

/** What watches save, against what the organisation says that monitoring cost before. */
export function SavingsCard(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  const { data: settings } = useWatchSettings(rights.readWatchSettings)
  const [editing, setEditing] = useState(false)
  if (settings === undefined) return null
  const { previousMonitoring: before } = settings
  if (before === null && !rights.manageOrganisation) return null
  return (
    <Card
      title={t('watch-savings.title')}
      actions={
        rights.manageOrganisation &&
        before !== null &&
        !editing && (
          <Button size="compact-sm" variant="default" onClick={() => setEditing(true)}>
            {t('watch.edit')}
          </Button>
        )
      }
    >
      {before !== null && !editing && <Comparison before={before} settings={settings} />}
      {(before === null || editing) && (
        <>
          <p className={styles.fine}>{t('watch-savings.description')}</p>
          <Form settings={settings} onDone={() => setEditing(false)} />
        </>
      )}
    </Card>
  )
}

type ComparisonProps = { before: PreviousMonitoring; settings: WatchSettings }

function Comparison({ before, settings }: ComparisonProps): ReactNode {
  const { t, locale, sentences } = useText()
  const costs = useWatchCosts({ by: 'month' })
  const now = monthlyFigures(costs.data?.items ?? [])
  const words = (amount: number): string =>
    amountWords(locale, settings.rates.currency, Math.abs(amount))
  const stated = t('watch-savings.before', {
    cost: words(before.costPerMonth),
    finds: before.findsPerMonth,
  })
  if (now === undefined) return <p>{stated}</p>
  if (!settings.hasRates) {
    return (
      <>
        <p>{stated}</p>
        <NoRates />
      </>
    )
  }
  const saved = savingsOf(before, now)
  const finds = Math.round(Math.abs(saved.finds))
  return (
    <>
      <p className={styles.saved}>
        {t(saved.cost >= 0 ? 'watch-savings.saved' : 'watch-savings.more', {
          cost: words(saved.cost),
        })}
      </p>
      <p className={styles.fine}>
        {sentences([
          finds === 0
            ? ''
            : t(saved.finds > 0 ? 'watch-savings.more-finds' : 'watch-savings.fewer-finds', {
                finds,
              }),
          stated,
          t('watch-savings.now', {
            cost: words(now.cost),
            finds: Math.round(now.finds),
            months: costs.data?.items.length ?? 0,
          }),
        ])}
      </p>
    </>
  )
}

function Form({ settings, onDone }: { settings: WatchSettings; onDone: () => void }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const { version, stopped, budgetPerDay, previousMonitoring, rates } = settings
  const [cost, setCost] = useState(String(previousMonitoring?.costPerMonth ?? ''))
  const [finds, setFinds] = useState(String(previousMonitoring?.findsPerMonth ?? ''))
  const isNumber = (text: string): boolean => /^\d+(\.\d+)?$/.test(text.trim())
  const isReady = isNumber(cost) && isNumber(finds)
  const save = useMutation({
    mutationFn: () =>
      server.watchSettings.update({
        body: {
          expectedVersion: version,
          stopped,
          budgetPerDay,
          previousMonitoring: { costPerMonth: Number(cost), findsPerMonth: Number(finds) },
        },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: watchesKey })
      onDone()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isReady) save.mutate()
  }
  return (
    <form onSubmit={submit} className={styles.form}>
      <NumberInput
        label={t('watch-savings.cost', { currency: rates.currency })}
        w={220}
        min={0}
        hideControls
        clampBehavior="none"
        value={cost}
        onChange={(value) => setCost(String(value))}
      />
      <NumberInput
        label={t('watch-savings.finds')}
        w={160}
        min={0}
        hideControls
        clampBehavior="none"
        value={finds}
        onChange={(value) => setFinds(String(value))}
      />
      <Button type="submit" variant="default" disabled={!isReady} loading={save.isPending}>
        {t('state.save')}
      </Button>
      <Refused error={save.error} />
    </form>
  )
}
