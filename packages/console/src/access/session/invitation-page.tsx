import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Loading, Refused } from '../../components/index.ts'
import { Entrance } from './sign-in-frame.tsx'
import { shortestPassword } from './new-password-form.tsx'
import { useOpened, useSession } from './session.ts'

/** Accepts an invitation. Its token is in the fragment of the address, which never reaches a server's log. */
export function InvitationPage(): ReactNode {
  const { t } = useText()
  const token = useLocation().hash
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => server.members.readInvitation({ body: { token } }),
    enabled: token !== '',
  })
  if (token === '' || invitation.isError) {
    return (
      <Entrance title={t('invitation.title')}>
        {token === '' ? t('invitation.no-token') : <Refused error={invitation.error} />}
        <p>
          <Link to="/sign-in">{t('sign-in.title')}</Link>
        </p>
      </Entrance>
    )
  }
  if (!invitation.data) {
    return (
      <Entrance title={t('invitation.title')}>
        <Loading />
      </Entrance>
    )
  }
  const { organisation, email } = invitation.data
  return (
    <Entrance
      title={t('invitation.title')}
      lead={t('invitation.description', { organisation, email })}
    >
      <AcceptForm token={token} email={email} />
    </Entrance>
  )
}

function AcceptForm({ token, email }: { token: string; email: string }): ReactNode {
  const { t, locale } = useText()
  const navigate = useNavigate()
  const session = useSession()
  const opened = useOpened()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const known = session.data?.person.email === email
  const accept = useMutation({
    mutationFn: async () => {
      if (known) {
        await server.members.accept({ body: { token } })
        return server.sessions.state()
      }
      await server.members.accept({
        body: { token, name, password, locale },
      })
      return server.sessions.signIn({ body: { email, password } })
    },
    onSuccess: async (state) => {
      opened(state)
      await navigate({ to: '/', replace: true })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    accept.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Refused error={accept.error} />
        {!known && (
          <>
            <TextInput
              label={t('field.name')}
              description={t('invitation.name.hint')}
              autoComplete="name"
              required
              withAsterisk={false}
              value={name}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
            />
            <PasswordInput
              label={t('field.password')}
              description={t('invitation.password.hint', { least: shortestPassword })}
              autoComplete="new-password"
              required
              withAsterisk={false}
              value={password}
              onChange={({ currentTarget }) => setPassword(currentTarget.value)}
              visibilityToggleButtonProps={{ 'aria-label': t('field.show-password') }}
            />
          </>
        )}
        <Button type="submit" loading={accept.isPending}>
          {t('invitation.accept')}
        </Button>
      </Stack>
    </form>
  )
}
