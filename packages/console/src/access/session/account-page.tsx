import { Badge, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server, sessionKey } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Moment, Page, Refused, QueryStatus } from '../../components/index.ts'
import { readAgent } from './user-agent.ts'
import { LanguageChoice, SchemeChoice } from './display-choices.tsx'
import { NewPasswordForm } from './new-password-form.tsx'
import { useOpened, useSignedIn } from './session.ts'
import { DailySummaryCard } from './daily-summary-card.tsx'
import { CodeForm, RecoveryCodes, TwoFactorSetUp } from './two-factor.tsx'

export function AccountPage(): ReactNode {
  const { t } = useText()
  const { person, organisation } = useSignedIn()
  return (
    <Page title={t('account.title')} lead={person.email} narrow>
      <ProfileCard />
      {organisation !== null && <DailySummaryCard organisation={organisation.name} />}
      <PasswordCard />
      <TwoFactorCard />
      <SessionsCard />
    </Page>
  )
}

function ProfileCard(): ReactNode {
  const { t } = useText()
  const { person } = useSignedIn()
  const opened = useOpened()
  const [name, setName] = useState(person.name)
  const change = useMutation({
    mutationFn: (body: { name?: string; locale?: string }) =>
      server.sessions.changeProfile({ body }),
    onSuccess: opened,
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    change.mutate({ name })
  }
  return (
    <Card title={t('account.profile')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Refused error={change.error} />
          <Group align="end" gap="sm">
            <TextInput
              label={t('field.name')}
              autoComplete="name"
              required
              withAsterisk={false}
              value={name}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
              flex="1 1 220px"
            />
            <Button
              type="submit"
              variant="default"
              disabled={name.trim() === '' || name === person.name}
              loading={change.isPending}
            >
              {t('state.save')}
            </Button>
          </Group>
          <Group gap="sm">
            <LanguageChoice onChoose={(locale) => change.mutate({ locale })} />
            <SchemeChoice />
          </Group>
        </Stack>
      </form>
    </Card>
  )
}

function PasswordCard(): ReactNode {
  const { t } = useText()
  const [done, setDone] = useState(false)
  return (
    <Card title={t('password.title')} lead={t('password.description')}>
      {done && (
        <Text size="sm" role="status" mb="sm">
          {t('password.done')}
        </Text>
      )}
      <NewPasswordForm onDone={() => setDone(true)} />
    </Card>
  )
}

function TwoFactorCard(): ReactNode {
  const { t } = useText()
  const { person } = useSignedIn()
  return (
    <Card
      title={t('two-factor.title')}
      lead={t('two-factor.description')}
      actions={
        <Badge variant="default" radius="sm" tt="none">
          {person.twoFactor ? t('two-factor.on') : t('two-factor.off')}
        </Badge>
      }
    >
      {person.twoFactor ? <TwoFactorChanges /> : <TwoFactorSetUp />}
    </Card>
  )
}

function TwoFactorChanges(): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [wish, setWish] = useState<'renew' | 'remove'>()
  const renew = useMutation({
    mutationFn: (code: string) => server.sessions.renewRecoveryCodes({ body: { code } }),
  })
  const remove = useMutation({
    mutationFn: (code: string) => server.sessions.removeTwoFactor({ body: { code } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionKey }),
  })
  if (renew.data) {
    const end = (): void => {
      renew.reset()
      setWish(undefined)
    }
    return <RecoveryCodes codes={renew.data.recoveryCodes} onDone={end} />
  }
  if (wish === undefined) {
    return (
      <Group gap="sm">
        <Button variant="default" onClick={() => setWish('renew')}>
          {t('two-factor.renew')}
        </Button>
        <Button variant="default" onClick={() => setWish('remove')}>
          {t('two-factor.remove')}
        </Button>
      </Group>
    )
  }
  const action = wish === 'renew' ? renew : remove
  return (
    <CodeForm
      label={t('second-factor-code.field')}
      hint={wish === 'renew' ? t('two-factor.renew.hint') : t('two-factor.remove.hint')}
      action={wish === 'renew' ? t('two-factor.renew') : t('two-factor.remove')}
      busy={action.isPending}
      error={action.error}
      onCode={(code) => action.mutate(code)}
    />
  )
}

/** Browser and system of a session; the full user agent is in the tooltip. */
function Agent({ raw }: { raw: string }): ReactNode {
  const { t } = useText()
  const agent = readAgent(raw)
  if (agent === undefined) return raw === '' ? '–' : raw.slice(0, 120)
  return <span title={raw}>{t('sessions.agent.on', agent)}</span>
}

function SessionsCard(): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => server.sessions.list() })
  const end = useMutation({
    mutationFn: (id: string) => server.sessions.end({ params: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  })
  return (
    <Card title={t('sessions.title')} lead={t('sessions.description')}>
      <Refused error={end.error} />
      {!sessions.isSuccess && <QueryStatus query={sessions} />}
      {sessions.data && (
        <Columns
          caption={t('sessions.title')}
          heads={[t('sessions.agent'), t('sessions.seen'), t('state.actions')]}
        >
          {sessions.data.items.map(({ id, agent, lastSeenAt, current }) => (
            <tr key={id}>
              <td className="stranger">
                <Agent raw={agent} />
              </td>
              <td>
                <Moment at={lastSeenAt} />
              </td>
              <td>
                {current ? (
                  t('sessions.current')
                ) : (
                  <Button size="compact-xs" variant="default" onClick={() => end.mutate(id)}>
                    {t('sessions.end')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </Columns>
      )}
    </Card>
  )
}
