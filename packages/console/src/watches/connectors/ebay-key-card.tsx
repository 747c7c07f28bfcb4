import { Button, Group, NumberInput, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Refused } from '../../components/index.ts'
import { useWatchSettings, watchesKey, type WatchSettings } from '../watch-components/index.ts'

const usualCalls = 5000

/** The organisation's own key of the eBay API, which admins state. */
export function EbayKeyCard(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  const { data: settings } = useWatchSettings(rights.readWatchSettings)
  if (settings === undefined || !rights.manageOrganisation) return null
  const { ebayKey } = settings
  return (
    <Card title={t('ebay-key.title')}>
      <p>
        {ebayKey === null
          ? t('ebay-key.none')
          : t('ebay-key.used', { used: ebayKey.callsToday, calls: ebayKey.callsPerDay })}
      </p>
      <Form key={settings.version} settings={settings} />
    </Card>
  )
}

function Form({ settings }: { settings: WatchSettings }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const { version, stopped, budgetPerDay, ebayKey } = settings
  const [clientId, setClientId] = useState(ebayKey?.clientId ?? '')
  const [secret, setSecret] = useState('')
  const [calls, setCalls] = useState(String(ebayKey?.callsPerDay ?? usualCalls))
  // A stored secret is never shown, and stays with its key.
  const isSecretKept = ebayKey !== null && ebayKey.clientId === clientId.trim()
  const isReady =
    clientId.trim() !== '' && /^[1-9]\d{0,6}$/.test(calls) && (secret !== '' || isSecretKept)
  const save = useMutation({
    mutationFn: (isRemoved: boolean) =>
      server.watchSettings.update({
        body: {
          expectedVersion: version,
          stopped,
          budgetPerDay,
          ebayKey: isRemoved
            ? null
            : {
                clientId: clientId.trim(),
                callsPerDay: Number(calls),
                ...(secret !== '' && { clientSecret: secret }),
              },
        },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: watchesKey }),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isReady) save.mutate(false)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" mt="sm" maw={480}>
        <TextInput
          label={t('ebay-key.client')}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={clientId}
          onChange={({ currentTarget }) => setClientId(currentTarget.value)}
        />
        <PasswordInput
          label={t('ebay-key.secret')}
          description={isSecretKept ? t('ebay-key.secret.kept') : t('ebay-key.secret.hint')}
          autoComplete="new-password"
          maxLength={200}
          value={secret}
          onChange={({ currentTarget }) => setSecret(currentTarget.value)}
        />
        <NumberInput
          label={t('ebay-key.calls')}
          min={1}
          hideControls
          clampBehavior="none"
          value={calls}
          onChange={(value) => setCalls(String(value))}
        />
        <Group gap="sm">
          <Button type="submit" variant="default" disabled={!isReady} loading={save.isPending}>
            {t('state.save')}
          </Button>
          {ebayKey !== null && (
            <Button variant="subtle" disabled={save.isPending} onClick={() => save.mutate(true)}>
              {t('ebay-key.remove')}
            </Button>
          )}
        </Group>
        <Refused error={save.error} />
      </Stack>
    </form>
  )
}
