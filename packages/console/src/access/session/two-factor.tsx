import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server, sessionKey } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { CopyButton, Refused } from '../../components/index.ts'
import styles from './sign-in-frame.module.css'
import { QrCode } from './qr-code.tsx'

type CodeFormProps = {
  label: string
  action: string
  hint?: string
  busy: boolean
  error: unknown
  onCode: (code: string) => void
}

/** Accepts the six digits of an authenticator app, or a recovery code. */
export function CodeForm({ label, action, hint, busy, error, onCode }: CodeFormProps): ReactNode {
  const [code, setCode] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    onCode(code.trim())
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Refused error={error} />
        <TextInput
          label={label}
          description={hint}
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          minLength={6}
          value={code}
          onChange={({ currentTarget }) => setCode(currentTarget.value)}
        />
        <Button type="submit" loading={busy}>
          {action}
        </Button>
      </Stack>
    </form>
  )
}

/** Sets up two-factor authentication: scan a code, confirm it once, save the recovery codes. */
export function TwoFactorSetUp({ onDone }: { onDone?: () => void }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const start = useMutation({ mutationFn: () => server.sessions.enrol() })
  const confirm = useMutation({
    mutationFn: (code: string) => server.sessions.confirm({ body: { code } }),
  })
  const finish = (): void => {
    onDone?.()
    void queries.invalidateQueries({ queryKey: sessionKey })
  }
  if (confirm.data) return <RecoveryCodes codes={confirm.data.recoveryCodes} onDone={finish} />
  if (!start.data) {
    return (
      <Stack gap="sm" align="start">
        <Refused error={start.error} />
        <Button onClick={() => start.mutate()} loading={start.isPending}>
          {t('two-factor.start')}
        </Button>
      </Stack>
    )
  }
  const { secret, uri } = start.data
  return (
    <Stack gap="md">
      <Text size="sm">{t('two-factor.scan')}</Text>
      <QrCode text={uri} label={t('two-factor.qr')} />
      <div>
        <Text size="xs" c="dimmed">
          {t('two-factor.secret')}
        </Text>
        <span className={styles.secret} data-secret>
          {secret.match(/.{1,4}/g)?.join(' ')}
        </span>
      </div>
      <CodeForm
        label={t('two-factor.first-code')}
        action={t('two-factor.confirm')}
        busy={confirm.isPending}
        error={confirm.error}
        onCode={(code) => confirm.mutate(code)}
      />
    </Stack>
  )
}

type RecoveryCodesProps = { codes: readonly string[]; onDone: () => void }

export function RecoveryCodes({ codes, onDone }: RecoveryCodesProps): ReactNode {
  const { t } = useText()
  return (
    <Stack gap="md">
      <Text size="sm">{t('two-factor.codes')}</Text>
      <ul className={styles.codes} aria-label={t('two-factor.codes.label')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap="xs">
        <Button onClick={onDone}>{t('two-factor.codes.saved')}</Button>
        <CopyButton text={codes.join('\n')} />
      </Group>
    </Stack>
  )
}
