import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { SessionStep } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Refused } from '../../components/index.ts'
import { Entrance } from './sign-in-frame.tsx'
import { NewPasswordForm } from './new-password-form.tsx'
import { useLeave, useOpened } from './session.ts'
import { CodeForm, TwoFactorSetUp } from './two-factor.tsx'

/** The next step of an incomplete sign-in, shown at any address. */
export function StepPage({ lacks }: { lacks: SessionStep }): ReactNode {
  const { t } = useText()
  switch (lacks) {
    case 'code':
      return <CodeStep />
    case 'password':
      return (
        <Entrance title={t('password.title')} lead={t('password.first')}>
          <NewPasswordForm />
          <LeaveButton />
        </Entrance>
      )
    case 'two-factor':
      return (
        <Entrance title={t('two-factor.title')} lead={t('two-factor.required')}>
          <TwoFactorSetUp />
          <LeaveButton />
        </Entrance>
      )
  }
}

function CodeStep(): ReactNode {
  const { t } = useText()
  const opened = useOpened()
  const prove = useMutation({
    mutationFn: (code: string) => server.sessions.proveCode({ body: { code } }),
    onSuccess: opened,
  })
  return (
    <Entrance title={t('second-factor-code.title')} lead={t('second-factor-code.description')}>
      <CodeForm
        label={t('second-factor-code.field')}
        hint={t('second-factor-code.hint')}
        action={t('second-factor-code.submit')}
        busy={prove.isPending}
        error={prove.error}
        onCode={(code) => prove.mutate(code)}
      />
      <LeaveButton />
    </Entrance>
  )
}

function LeaveButton(): ReactNode {
  const { t } = useText()
  const { leave, error } = useLeave()
  return (
    <>
      <Refused error={error} />
      <Button variant="subtle" onClick={leave} mt="sm" fullWidth>
        {t('account.sign-out')}
      </Button>
    </>
  )
}
