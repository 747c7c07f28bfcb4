import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { Refused } from './page-states.tsx'

export type FormEndProps = {
  /** The error of the last submission. */
  error: unknown
  isPending: boolean
  ready?: boolean
  onLeave: () => void
  /** Label of the submit button. */
  children: ReactNode
}

/** The end of a form: error, submit button and cancel. */
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
