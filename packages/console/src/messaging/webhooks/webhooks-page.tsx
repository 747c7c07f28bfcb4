import { Button, Checkbox, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { eventTypes, type EventType } from '@touchstone/contract/event-types'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Card,
  Columns,
  Denied,
  Empty,
  Moment,
  Page,
  Refused,
  ShownOnce,
  QueryStatus,
} from '../../components/index.ts'
import { useWebhooks, type Webhook } from './queries.ts'
import { WebhookState } from './webhook-state.tsx'

export function WebhooksPage(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  return (
    <Page title={t('webhooks.title')} lead={t('webhooks.description')}>
      {rights.manageOrganisation ? (
        <>
          <AllCard />
          <NewCard />
        </>
      ) : (
        <Denied>{t('webhooks.denied')}</Denied>
      )}
    </Page>
  )
}

function AllCard(): ReactNode {
  const { t } = useText()
  const webhooks = useWebhooks()
  if (!webhooks.isSuccess) return <QueryStatus query={webhooks} />
  const { items } = webhooks.data
  return (
    <Card title={t('webhooks.all')}>
      {items.length === 0 ? (
        <Empty title={t('webhooks.empty')} icon="hook">
          {t('webhooks.empty.text')}
        </Empty>
      ) : (
        <Rows items={items} />
      )}
    </Card>
  )
}

function Rows({ items }: { items: readonly Webhook[] }): ReactNode {
  const { t, list } = useText()
  return (
    <Columns
      caption={t('webhooks.all')}
      heads={[
        t('webhook.url'),
        t('webhook.label'),
        t('webhook.types'),
        t('webhook.state'),
        t('webhook.added'),
      ]}
    >
      {items.map((webhook) => (
        <tr key={webhook.id}>
          <td className="stranger">
            <Link to="/webhooks/$id" params={{ id: webhook.id }}>
              {webhook.url}
            </Link>
          </td>
          <td>{webhook.label ?? '–'}</td>
          <td>
            {webhook.types.length === eventTypes.length
              ? t('webhook.types.all')
              : list(webhook.types.map((type) => t(`webhook-event.${type}`)))}
          </td>
          <td>
            <WebhookState webhook={webhook} />
          </td>
          <td>
            <Moment at={webhook.createdAt} only="day" />
          </td>
        </tr>
      ))}
    </Columns>
  )
}

function NewCard(): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [url, setUrl] = useState('')
  const [label, setLabel] = useState('')
  const [types, setTypes] = useState<readonly EventType[]>(eventTypes)
  const add = useMutation({
    mutationFn: () =>
      server.webhooks.add({
        body: { url, types: [...types], ...(label.trim() !== '' && { label }) },
      }),
    onSuccess: async () => {
      setUrl('')
      setLabel('')
      await queries.invalidateQueries({ queryKey: ['webhooks'] })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    add.mutate()
  }
  return (
    <Card title={t('webhooks.new')} lead={t('webhooks.new.description')}>
      <form onSubmit={submit}>
        <Stack gap="sm" align="start">
          <TextInput
            label={t('webhook.url')}
            description={t('webhook.url.hint')}
            type="url"
            required
            withAsterisk={false}
            maxLength={2000}
            w="100%"
            maw={520}
            value={url}
            onChange={({ currentTarget }) => setUrl(currentTarget.value)}
          />
          <TextInput
            label={t('webhook.label')}
            maxLength={100}
            w="100%"
            maw={340}
            value={label}
            onChange={({ currentTarget }) => setLabel(currentTarget.value)}
          />
          <TypesField value={types} onChange={setTypes} />
          <Refused error={add.error} />
          <Button type="submit" loading={add.isPending} disabled={types.length === 0}>
            {t('webhooks.add')}
          </Button>
          {add.data && (
            <ShownOnce
              label={t('webhook.secret')}
              hint={t('webhook.secret.hint')}
              secret={add.data.secret}
            />
          )}
        </Stack>
      </form>
    </Card>
  )
}

type TypesFieldProps = {
  value: readonly EventType[]
  onChange: (types: readonly EventType[]) => void
}

function TypesField({ value, onChange }: TypesFieldProps): ReactNode {
  const { t } = useText()
  return (
    <Checkbox.Group
      label={t('webhook.types')}
      value={[...value]}
      onChange={(chosen) => onChange(eventTypes.filter((type) => chosen.includes(type)))}
    >
      <Stack gap={10} mt={6}>
        {eventTypes.map((type) => (
          <Checkbox key={type} size="xs" value={type} label={t(`webhook-event.${type}`)} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
