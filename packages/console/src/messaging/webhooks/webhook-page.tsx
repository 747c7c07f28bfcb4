import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  ConfirmButton,
  Card,
  Denied,
  FactList,
  Moment,
  Page,
  Refused,
  ShownOnce,
  QueryStatus,
} from '../../components/index.ts'
import { DeliveriesCard } from './deliveries-card.tsx'
import { useWebhooks, type Webhook } from './queries.ts'
import { WebhookState } from './webhook-state.tsx'

const route = getRouteApi('/member/webhooks/$id')

export function WebhookPage(): ReactNode {
  const { t } = useText()
  const { id } = route.useParams()
  const rights = permissionsOf(useMember())
  const webhooks = useWebhooks()
  if (!rights.manageOrganisation) return <Denied>{t('webhooks.denied')}</Denied>
  if (!webhooks.isSuccess) return <QueryStatus query={webhooks} />
  const webhook = webhooks.data.items.find((one) => one.id === id)
  return (
    <Page
      title={webhook?.label ?? t('webhooks.title-of')}
      {...(webhook && { lead: <span className="stranger">{webhook.url}</span> })}
      actions={
        <Button variant="default" renderRoot={(props) => <Link to="/webhooks" {...props} />}>
          {t('webhooks.all')}
        </Button>
      }
    >
      {webhook === undefined ? (
        <Card>{t('webhooks.gone')}</Card>
      ) : (
        <>
          <SettingsCard webhook={webhook} />
          <DeliveriesCard id={webhook.id} />
        </>
      )}
    </Page>
  )
}

function SettingsCard({ webhook }: { webhook: Webhook }): ReactNode {
  const { t, list } = useText()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const params = { id: webhook.id }
  const [renewed, setRenewed] = useState<{ secret: string; earlierExpiresAt: string }>()
  const again = (): Promise<void> => queries.invalidateQueries({ queryKey: ['webhooks'] })
  const turn = useMutation({
    mutationFn: () => server.webhooks.change({ params, body: { enabled: !webhook.enabled } }),
    onSuccess: again,
  })
  const remove = async (): Promise<void> => {
    await server.webhooks.remove({ params })
    await again()
    await navigate({ to: '/webhooks' })
  }
  const rotate = async (): Promise<void> => {
    setRenewed(await server.webhooks.rotate({ params }))
  }
  return (
    <Card title={t('webhook.state')}>
      <FactList
        facts={[
          [t('webhook.state'), <WebhookState key="s" webhook={webhook} />],
          [t('webhook.types'), list(webhook.types.map((type) => t(`webhook-event.${type}`)))],
          [t('webhook.added'), <Moment key="a" at={webhook.createdAt} />],
        ]}
      />
      <Group gap="sm" mt="md">
        <Button variant="default" loading={turn.isPending} onClick={() => turn.mutate()}>
          {webhook.enabled ? t('webhook.turn-off') : t('webhook.turn-on')}
        </Button>
        <ConfirmButton
          label={t('webhook.rotate')}
          title={t('webhook.rotate')}
          text={t('webhook.rotate.text')}
          run={rotate}
        />
        <ConfirmButton
          label={t('webhook.remove')}
          title={t('webhook.remove.title')}
          text={t('webhook.remove.text')}
          run={remove}
        />
      </Group>
      <Refused error={turn.error} />
      {renewed && (
        <ShownOnce
          label={t('webhook.secret')}
          hint={t('webhook.rotated.hint')}
          secret={renewed.secret}
        />
      )}
    </Card>
  )
}
