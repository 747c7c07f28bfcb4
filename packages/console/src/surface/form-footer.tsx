import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { Refused } from './page-states.tsx'

export type FormEndProps = {
  /** Why it was refused, where it was. */
  error: unknown
  isPending: boolean
  ready?: boolean
  onLeave: () => void
  /** What is done. */
  children: ReactNode
}

/** How a form ends: what was refused, the button that does it, and the way to leave it. */
export function FormEnd(props: FormEndProps): ReactNode {
  const { error, isPending, ready = true, onLeave, children } = props
  const { t } = useText()
  return (
    <>
      <Refused error={error} />
      <Group gap="sm">
        <Button type="submit" loading={isPending} disabled={!ready}>
          {children}
        </Button>
        <Button variant="default" onClick={onLeave}>
          {t('state.cancel')}
        </Button>
      </Group>
    </>
  )
}
