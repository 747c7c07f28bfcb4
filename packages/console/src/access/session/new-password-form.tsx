import { Button, PasswordInput, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Refused } from '../../components/index.ts'
import { useOpened } from './session.ts'

export const shortestPassword = 12

export function NewPasswordForm({ onDone }: { onDone?: () => void }): ReactNode {
  const { t } = useText()
  const opened = useOpened()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation({
    mutationFn: () => server.sessions.changePassword({ body: { current, next } }),
    onSuccess: (state) => {
      setCurrent('')
      setNext('')
      opened(state)
      onDone?.()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    change.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Refused error={change.error} />
        <PasswordInput
          label={t('field.current-password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={current}
          onChange={({ currentTarget }) => setCurrent(currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('field.show-password') }}
        />
        <PasswordInput
          label={t('field.new-password')}
          description={t('field.new-password.hint', { least: shortestPassword })}
          autoComplete="new-password"
          minLength={shortestPassword}
          required
          withAsterisk={false}
          value={next}
          onChange={({ currentTarget }) => setNext(currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('field.show-password') }}
        />
        <Button type="submit" loading={change.isPending} mt="xs">
          {t('password.submit')}
        </Button>
      </Stack>
    </form>
  )
}
