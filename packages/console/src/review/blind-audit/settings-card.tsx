import { Button, NumberInput, Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BlindAuditSettings, Stratum } from '@touchstone/contract'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Refused, QueryStatus } from '../../components/index.ts'
import styles from './results-page.module.css'

const order = ['clear', 'flagged', 'removed', 'unappealed'] as const satisfies Stratum[]
const maxSampleSize = 500

/** Size of the weekly audit sample; admins only. */
export function SettingsCard(): ReactNode {
  const settings = useQuery({
    queryKey: ['quality', 'settings'],
    queryFn: ({ signal }) => server.blindAudit.settings({ signal }),
  })
  if (!settings.isSuccess) return <QueryStatus query={settings} />
  return <SettingsForm before={settings.data} />
}

function SettingsForm({ before }: { before: BlindAuditSettings }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [enabled, setEnabled] = useState(before.enabled)
  const [sizes, setSizes] = useState(before.sizes)
  const save = useMutation({
    mutationFn: () => server.blindAudit.set({ body: { enabled, sizes } }),
    onSuccess: (saved) => queries.setQueryData(['quality', 'settings'], saved),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Card title={t('blind-audit.settings')} lead={t('blind-audit.settings.description')}>
      <form onSubmit={submit} className={styles.settings}>
        <Switch
          label={t('blind-audit.settings.on')}
          checked={enabled}
          onChange={({ currentTarget: { checked } }) => setEnabled(checked)}
        />
        <div className={styles.sizes}>
          {order.map((stratum) => (
            <NumberInput
              key={stratum}
              label={t(`blind-audit.stratum.${stratum}`)}
              min={0}
              max={maxSampleSize}
              allowDecimal={false}
              value={sizes[stratum]}
              onChange={(value) => setSizes({ ...sizes, [stratum]: Number(value) })}
            />
          ))}
        </div>
        <Button type="submit" loading={save.isPending}>
          {t('state.save')}
        </Button>
        <span role="status" className={styles.fine}>
          {save.isSuccess && t('blind-audit.settings.saved')}
        </span>
        <Refused error={save.error} />
      </form>
    </Card>
  )
}
