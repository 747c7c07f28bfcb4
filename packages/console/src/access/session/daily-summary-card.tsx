import { NativeSelect, Stack, Switch, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { DailySummary } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, QueryStatus, Refused } from '../../components/index.ts'

const key = ['daily summary'] as const

/** The default hour of the summary. */
const usualHour = 8
const hours = Array.from({ length: 24 }, (_, hour) => hour)

/** Turns the daily summary of this organisation's inbox on or off, and sets its hour. */
export function DailySummaryCard({ organisation }: { organisation: string }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const setting = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => server.inbox.summary({ signal }),
  })
  const set = useMutation({
    mutationFn: (summary: DailySummary | null) =>
      summary === null ? server.inbox.endSummary() : server.inbox.setSummary({ body: summary }),
    onSuccess: (settings) => queries.setQueryData(key, settings),
  })
  if (!setting.isSuccess) {
    return (
      <Card title={t('daily-summary.title')}>
        <QueryStatus query={setting} />
      </Card>
    )
  }
  const { sendsEmail } = setting.data
  // The choice is shown at once and reverted if the server refuses it.
  const summary = set.isPending ? set.variables : setting.data.summary
  return (
    <Card title={t('daily-summary.title')} lead={t('daily-summary.description', { organisation })}>
      <Stack gap="sm">
        <Refused error={set.error} />
        <Switch
          label={t('daily-summary.send')}
          checked={summary !== null}
          disabled={!sendsEmail && summary === null}
          onChange={({ currentTarget: { checked } }) =>
            set.mutate(checked ? { hour: usualHour, timeZone: ownTimeZone() } : null)
          }
        />
        {summary !== null && <Hour summary={summary} onChange={set.mutate} />}
        {!sendsEmail && <Text size="sm">{t('daily-summary.no-email')}</Text>}
      </Stack>
    </Card>
  )
}

type HourProps = { summary: DailySummary; onChange: (summary: DailySummary) => void }

function Hour({ summary: { hour, timeZone }, onChange }: HourProps): ReactNode {
  const { t, locale } = useText()
  const format = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' })
  return (
    <NativeSelect
      label={t('daily-summary.hour')}
      description={t('daily-summary.time-zone', { timeZone })}
      maw={280}
      value={String(hour)}
      data={hours.map((one) => ({
        value: String(one),
        label: format.format(new Date(Date.UTC(2026, 0, 1, one))),
      }))}
      // The hour is meant in the time zone of this device.
      onChange={({ currentTarget: { value } }) =>
        onChange({ hour: Number(value), timeZone: ownTimeZone() })
      }
    />
  )
}

function ownTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}
