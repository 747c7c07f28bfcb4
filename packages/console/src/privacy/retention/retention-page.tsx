import { Button, Group, NumberInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, Denied, FactList, Page, Refused, QueryStatus } from '../../components/index.ts'
import { HoldsCard } from './legal-holds-card.tsx'
import { RequestsCard } from '../data-requests/data-requests-card.tsx'
import { useRetention, type RetentionView } from './queries.ts'

/** Retention periods, legal holds and data subjects' requests. */
export function RetentionPage(): ReactNode {
  const { t } = useText()
  const { organisation } = useMember()
  const rights = permissionsOf(useMember())
  const isLimited = organisation.brands.length + organisation.territories.length > 0
  return (
    <Page title={t('retention.title')} lead={t('retention.description')}>
      {rights.readRetention ? (
        <>
          <DaysCard mayChange={rights.manageOrganisation} />
          <HoldsCard mayChange={rights.manageOrganisation} />
          {rights.manageOrganisation && <RequestsCard />}
        </>
      ) : (
        <Denied>{t(isLimited ? 'users.limited' : 'retention.denied')}</Denied>
      )}
    </Page>
  )
}

function DaysCard({ mayChange }: { mayChange: boolean }): ReactNode {
  const { t, number } = useText()
  const retention = useRetention()
  if (!retention.isSuccess) return <QueryStatus query={retention} />
  return (
    <Card title={t('retention.days')} lead={t('retention.days.description')}>
      {mayChange ? (
        <DaysForm before={retention.data} />
      ) : (
        <FactList
          facts={periods.map(
            ({ name, label }) => [t(`retention.${label}`), number(retention.data[name])] as const,
          )}
        />
      )}
    </Card>
  )
}

const mostDays = 3650

const periods = [
  { name: 'clearDays', label: 'clear-days' },
  { name: 'personalDays', label: 'personal-days' },
  { name: 'evidenceDays', label: 'evidence-days' },
  { name: 'noticeDays', label: 'notice-days' },
  { name: 'appealDays', label: 'appeal-days' },
  { name: 'messageDays', label: 'message-days' },
  { name: 'scanDays', label: 'scan-days' },
  { name: 'sellerLinkDays', label: 'seller-link-days' },
  { name: 'reportDays', label: 'report-days' },
] as const

function DaysForm({ before }: { before: RetentionView }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [days, setDays] = useState(before)
  const save = useMutation({
    mutationFn: () => server.retention.set({ body: days }),
    onSuccess: (saved) => queries.setQueryData(['retention'], saved),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    save.mutate()
  }
  const same = periods.every(({ name }) => days[name] === before[name])
  return (
    <form onSubmit={submit}>
      <Group gap="md" align="end">
        {periods.map(({ name, label }) => (
          <NumberInput
            key={name}
            label={t(`retention.${label}`)}
            description={t(`retention.${label}.hint`)}
            required
            withAsterisk={false}
            hideControls
            allowDecimal={false}
            allowNegative={false}
            min={1}
            max={mostDays}
            w={320}
            maw="100%"
            value={days[name]}
            onChange={(value) => setDays({ ...days, [name]: Number(value) })}
          />
        ))}
        <Button
          type="submit"
          variant="default"
          disabled={same || periods.some(({ name }) => days[name] < 1)}
          loading={save.isPending}
        >
          {t('state.save')}
        </Button>
      </Group>
      <Refused error={save.error} />
    </form>
  )
}
