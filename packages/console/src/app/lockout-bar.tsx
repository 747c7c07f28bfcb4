import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { useSignedIn } from '../access/session/index.ts'
import { NoticeBar } from '../components/index.ts'

/** Warns that failed codes locked two-factor authentication before this sign-in. */
export function LockBar(): ReactNode {
  const { t, time } = useText()
  const { secondFactorLockedAt } = useSignedIn()
  const [read, setRead] = useState(false)
  if (secondFactorLockedAt === null || read) return null
  return (
    <NoticeBar
      actions={
        <Button size="compact-sm" variant="default" onClick={() => setRead(true)}>
          {t('second-factor-locked.read')}
        </Button>
      }
    >
      {t('second-factor-locked', { when: time(secondFactorLockedAt) })}
    </NoticeBar>
  )
}
