import { Button, Checkbox, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Scope } from '@touchstone/contract'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { regionName, useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../session/index.ts'
import {
  Card,
  Columns,
  Denied,
  Empty,
  Moment,
  More,
  Page,
  Refused,
  ShownOnce,
  QueryStatus,
} from '../../components/index.ts'
import { useApiKeys, type Key } from '../users/queries.ts'

const scopes = [
  'listings:read',
  'listings:write',
  'catalog:read',
  'catalog:write',
  'decisions:write',
  'outcomes:write',
  'moderation:read',
  'moderation:write',
  'filings:write',
  'webhooks:write',
  'codes:read',
  'codes:write',
  'scans:write',
] as const satisfies Scope[]

export function ApiKeysPage(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  return (
    <Page title={t('api-keys.title')} lead={t('api-keys.description')}>
      {rights.manageMembers ? (
        <>
          <NewKeyCard />
          <KeysCard />
        </>
      ) : (
        <Denied>{t('api-keys.denied')}</Denied>
      )}
    </Page>
  )
}

function NewKeyCard(): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [label, setLabel] = useState('')
  const [chosen, setChosen] = useState<Scope[]>(['listings:read', 'listings:write'])
  const create = useMutation({
    mutationFn: () =>
      server.organisation.createKey({
        body: { scopes: chosen, ...(label.trim() !== '' && { label }) },
      }),
    onSuccess: async () => {
      setLabel('')
      await queries.invalidateQueries({ queryKey: ['keys'] })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <Card title={t('api-keys.new')} lead={t('api-keys.limits.hint')}>
      <form onSubmit={submit}>
        <Stack gap="sm" align="start">
          <TextInput
            label={t('api-keys.label')}
            placeholder={t('api-keys.label.hint')}
            maxLength={100}
            value={label}
            onChange={({ currentTarget }) => setLabel(currentTarget.value)}
            w="100%"
            maw={340}
          />
          <Checkbox.Group
            label={t('api-keys.scopes')}
            value={chosen}
            onChange={(values) => setChosen(scopes.filter((scope) => values.includes(scope)))}
          >
            <Stack gap={10} mt={6}>
              {scopes.map((scope) => (
                <Checkbox key={scope} size="xs" value={scope} label={t(`api-key-scope.${scope}`)} />
              ))}
            </Stack>
          </Checkbox.Group>
          <Refused error={create.error} />
          <Button type="submit" loading={create.isPending} disabled={chosen.length === 0}>
            {t('api-keys.create')}
          </Button>
          {create.data && (
            <ShownOnce
              label={t('api-keys.created')}
              hint={t('api-keys.created.hint')}
              secret={create.data.text}
            />
          )}
        </Stack>
      </form>
    </Card>
  )
}

function KeysCard(): ReactNode {
  const { t } = useText()
  const keys = useApiKeys()
  if (!keys.isSuccess) return <QueryStatus query={keys} />
  const items = keys.data.pages.flatMap((page) => page.items)
  return (
    <Card title={t('api-keys.all')}>
      {items.length === 0 ? (
        <Empty title={t('api-keys.empty')} icon="key">
          {t('api-keys.empty.text')}
        </Empty>
      ) : (
        <KeyRows items={items} />
      )}
      <More pages={keys} />
    </Card>
  )
}

/** The brands and territories that a key is limited to. */
function ReachText({ of: { reaches, brands, territories } }: { of: Key }): ReactNode {
  const { t, list, locale } = useText()
  if (reaches === 'nothing') return t('api-keys.nothing')
  if (reaches === 'whole-organisation') return t('api-keys.whole')
  return [
    brands.length > 0 && t('users.brands', { brands: list(brands) }),
    territories.length > 0 &&
      t('users.territories', {
        territories: list(territories.map((code) => regionName(locale, code))),
      }),
  ]
    .filter((part) => part !== false)
    .join(' · ')
}

function KeyRows({ items }: { items: readonly Key[] }): ReactNode {
  const { t, day, list } = useText()
  const queries = useQueryClient()
  const revoke = useMutation({
    mutationFn: (id: string) => server.organisation.revokeKey({ params: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  })
  return (
    <>
      <Refused error={revoke.error} />
      <Columns
        caption={t('api-keys.all')}
        heads={[
          t('api-keys.label'),
          t('api-keys.scopes'),
          t('api-keys.limits'),
          t('api-keys.created-at'),
          t('api-keys.last-used'),
          t('state.actions'),
        ]}
      >
        {items.map((key) => (
          <tr key={key.id}>
            <td>
              {key.label ?? '–'} <code>tsk_{key.prefix}_…</code>
            </td>
            <td>{list(key.scopes.map((scope) => t(`api-key-scope.${scope}`)))}</td>
            <td>
              <ReachText of={key} />
            </td>
            <td>
              <Moment at={key.createdAt} only="day" />
            </td>
            <td className="short">
              {key.lastUsedAt === null ? t('api-keys.never') : <Moment at={key.lastUsedAt} />}
            </td>
            <td>
              {key.revokedAt === null ? (
                <Button size="compact-xs" variant="default" onClick={() => revoke.mutate(key.id)}>
                  {t('api-keys.revoke')}
                </Button>
              ) : (
                t('api-keys.revoked', { day: day(key.revokedAt) })
              )}
            </td>
          </tr>
        ))}
      </Columns>
    </>
  )
}
