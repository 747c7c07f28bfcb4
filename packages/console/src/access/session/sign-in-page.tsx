import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent, type ReactNode } from 'react'
import { problemOf, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Refused } from '../../components/index.ts'
import { Entrance } from './sign-in-frame.tsx'
import styles from './sign-in-frame.module.css'
import { useOpened, useSession } from './session.ts'

const route = getRouteApi('/sign-in')

/** Signs in by password or through the organisation's identity provider. */
export function SignInPage(): ReactNode {
  const { t } = useText()
  const { next, problem } = route.useSearch()
  const session = useSession()
  const opened = useOpened()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const methods = useQuery({ queryKey: ['sign-in ways'], queryFn: () => server.sessions.ways() })
  const signIn = useMutation({
    mutationFn: () => server.sessions.signIn({ body: { email, password } }),
    onSuccess: opened,
  })
  const { history } = useRouter()
  const isSignedIn = Boolean(session.data)
  useEffect(() => {
    if (isSignedIn) history.replace(next ?? '/')
  }, [isSignedIn, history, next])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    signIn.mutate()
  }
  const wrong = signIn.error !== null && problemOf(signIn.error).kind === 'not-signed-in'
  return (
    <Entrance title={t('sign-in.title')} lead={t('sign-in.description')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {problem !== undefined && <Notice>{t('sign-in.provider-failed')}</Notice>}
          {wrong && <Notice>{t('sign-in.wrong')}</Notice>}
          {signIn.error !== null && !wrong && <Refused error={signIn.error} />}
          <TextInput
            label={t('field.email')}
            type="email"
            name="email"
            autoComplete="username"
            required
            withAsterisk={false}
            autoFocus
            value={email}
            onChange={({ currentTarget }) => setEmail(currentTarget.value)}
          />
          <PasswordInput
            label={t('field.password')}
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('field.show-password') }}
          />
          <Button type="submit" loading={signIn.isPending} fullWidth mt="xs">
            {t('sign-in.submit')}
          </Button>
          {methods.data?.oidc != null && (
            <>
              <span className={styles.or}>{t('sign-in.or')}</span>
              <Button component="a" href="/auth/oidc/start" variant="default" fullWidth>
                {t('sign-in.with', { provider: methods.data.oidc })}
              </Button>
            </>
          )}
        </Stack>
      </form>
    </Entrance>
  )
}

function Notice({ children }: { children: ReactNode }): ReactNode {
  return (
    <div role="alert" className={styles.notice}>
      {children}
    </div>
  )
}
