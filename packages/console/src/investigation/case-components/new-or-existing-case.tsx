import { SegmentedControl, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { FormEnd } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'

/** Whether a case is opened, or something is added to one that is open. */
export type NewOrExisting = 'new' | 'add'

export type NewOrExistingCaseProps = {
  how: NewOrExisting
  onHow: (how: NewOrExisting) => void
  /** Label of the choice of an existing case; undefined where there is none to choose. */
  existing: string | undefined
  run: { mutate: () => void; error: unknown; isPending: boolean }
  ready: boolean
  onLeave: () => void
  /** The fields of the choice. */
  children: ReactNode
}

/** The form around the choice between a new case and an existing one. */
export function NewOrExistingCase(props: NewOrExistingCaseProps): ReactNode {
  const { how, onHow, existing, run, ready, onLeave, children } = props
  const { t } = useText()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        run.mutate()
      }}
    >
      <Stack gap="md">
        {existing !== undefined && (
          <SegmentedControl
            value={how}
            onChange={(value) => onHow(value === 'add' ? 'add' : 'new')}
            data={[
              { value: 'new', label: t('open-case.new') },
              { value: 'add', label: existing },
            ]}
          />
        )}
        {children}
        <FormEnd error={run.error} isPending={run.isPending} ready={ready} onLeave={onLeave}>
          {t(how === 'new' ? 'open-case.submit' : 'open-case.submit-add')}
        </FormEnd>
      </Stack>
    </form>
  )
}
