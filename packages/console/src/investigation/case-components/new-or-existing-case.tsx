import { NativeSelect, SegmentedControl, Stack, TextInput } from '@mantine/core'
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
  title: string
  onTitle: (title: string) => void
  titleHint: string
  /** Cases to choose from, once they are known. */
  cases: readonly { id: string; title: string }[] | undefined
  /** ID of the chosen one. */
  into: string
  onInto: (id: string) => void
  intoHint?: string
  run: { mutate: () => void; error: unknown; isPending: boolean }
  onLeave: () => void
  /** Further fields of a new case. */
  children?: ReactNode
}

/** The form for the choice between a new case and an existing one. */
export function NewOrExistingCase(props: NewOrExistingCaseProps): ReactNode {
  const { how, onHow, existing, run, onLeave, children } = props
  const { title, onTitle, titleHint, cases, into, onInto, intoHint } = props
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
        {how === 'new' ? (
          <>
            <TextInput
              label={t('case.name')}
              description={titleHint}
              required
              withAsterisk={false}
              maxLength={200}
              value={title}
              onChange={({ currentTarget }) => onTitle(currentTarget.value)}
            />
            {children}
          </>
        ) : cases?.length === 0 ? (
          <p>{t('cases.empty')}</p>
        ) : (
          <NativeSelect
            label={t('open-case.which')}
            description={intoHint}
            value={into}
            data={(cases ?? []).map((kase) => ({ value: kase.id, label: kase.title }))}
            onChange={({ currentTarget }) => onInto(currentTarget.value)}
          />
        )}
        <FormEnd
          error={run.error}
          isPending={run.isPending}
          ready={(how === 'new' ? title.trim() : into) !== ''}
          onLeave={onLeave}
        >
          {t(how === 'new' ? 'open-case.submit' : 'open-case.submit-add')}
        </FormEnd>
      </Stack>
    </form>
  )
}
