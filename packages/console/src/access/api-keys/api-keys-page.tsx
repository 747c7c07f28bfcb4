import { Button, Checkbox, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Scope } from '@touchstone/contract'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
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
  Unread,
} from '../../surface/index.ts'
import { useApiKeys, type Key } from '../users/queries.ts'

const scopes = [
  'listings:read',
  'listings:write',
  'catalog:read',
  'catalog:write',
  'decisions:write',
  'outcomes:write',
  'filings:write',
  'webhooks:write',
] as const satisfies Scope[]

/** The keys by which machines send offers and read back. */
export function ApiKeysPage(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  return (
    <Page title={t('keys-page.title')} lead={t('keys-page.lead')}>
      {rights.manageMembers ? (
        <>
          <NewKeyCard />
          <KeysCard />
        </>
      ) : (
        <Denied>{t('keys-page.denied')}</Denied>
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
    <Card title={t('keys-page.new')} lead={t('keys-page.limits')}>
      <form onSubmit={submit}>
        <Stack gap="sm" align="start">
          <TextInput
            label={t('keys-page.label')}
            placeholder={t('keys-page.label.hint')}
            maxLength={100}
            value={label}
            onChange={({ currentTarget }) => setLabel(currentTarget.value)}
            w="100%"
            maw={340}
          />
          <Checkbox.Group
            label={t('keys-page.scopes')}
            value={chosen}
            onChange={(values) => setChosen(scopes.filter((scope) => values.includes(scope)))}
          >
            <Stack gap={10} mt={6}>
              {scopes.map((scope) => (
                <Checkbox key={scope} size="xs" value={scope} label={t(`scope.${scope}`)} />
              ))}
            </Stack>
          </Checkbox.Group>
          <Refused error={create.error} />
          <Button type="submit" loading={create.isPending} disabled={chosen.length === 0}>
            {t('keys-page.create')}
          </Button>
          {create.data && (
            <ShownOnce
              label={t('keys-page.created')}
              hint={t('keys-page.created.hint')}
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
  if (!keys.isSuccess) return <Unread query={keys} />
  const items = keys.data.pages.flatMap((page) => page.items)
  return (
    <Card title={t('keys-page.all')}>
      {items.length === 0 ? (
        <Empty title={t('keys-page.empty')} icon="key">
          {t('keys-page.empty.text')}
        </Empty>
      ) : (
        <KeyRows items={items} />
      )}
      <More pages={keys} />
    </Card>
  )
}

/** To which brands and territories a key is limited now. */
function ReachText({ of: { reaches, brands, territories } }: { of: Key }): ReactNode {
  const { t, list } = useText()
  if (reaches === 'nothing') return t('keys-page.nothing')
  if (reaches === 'whole-organisation') return t('keys-page.whole')
  return [
    brands.length > 0 && t('people.brands', { brands: list(brands) }),
    territories.length > 0 && t('people.territories', { territories: list(territories) }),
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
        caption={t('keys-page.all')}
        heads={[
          t('keys-page.label'),
          t('keys-page.scopes'),
          t('keys-page.reaches'),
          t('keys-page.made'),
          t('keys-page.used'),
          t('state.actions'),
        ]}
      >
        {items.map((key) => (
          <tr key={key.id}>
            <td>
              {key.label ?? '–'} <code>tsk_{key.prefix}_…</code>
            </td>
            <td>{list(key.scopes.map((scope) => t(`scope.${scope}`)))}</td>
            <td>
              <ReachText of={key} />
            </td>
            <td>
              <Moment at={key.createdAt} only="day" />
            </td>
            <td className="short">
              {key.lastUsedAt === null ? t('keys-page.never') : <Moment at={key.lastUsedAt} />}
            </td>
            <td>
              {key.revokedAt === null ? (
                <Button size="compact-xs" variant="default" onClick={() => revoke.mutate(key.id)}>
                  {t('keys-page.revoke')}
                </Button>
              ) : (
                t('keys-page.revoked', { day: day(key.revokedAt) })
              )}
            </td>
          </tr>
        ))}
      </Columns>
    </>
  )
}
