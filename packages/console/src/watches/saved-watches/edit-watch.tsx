import { Modal, Stack } from '@mantine/core'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useBrandName } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useMember } from '../../access/session/index.ts'
import { DraftRestored, FormEnd, useKeptDraft } from '../../components/index.ts'
import { useWatchableBrands, type Watch } from '../watch-components/index.ts'
import type { WatchEdit } from './use-watch-actions.ts'
import { WatchFields } from './watch-form.tsx'
import { faultsOf, inputOf, valuesOf } from './watch-values.ts'

export type EditWatchProps = {
  watch: Watch
  onEdit: (edit: WatchEdit) => Promise<void>
  onClose: () => void
}

/** Changes a watch; its brand and the kind of its site stay. */
export function EditWatch(props: EditWatchProps): ReactNode {
  const { t } = useText()
  return (
    <Modal
      opened
      size="lg"
      onClose={props.onClose}
      title={t('watch.edit.title')}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <Form {...props} />
    </Modal>
  )
}

function Form({ watch, onEdit, onClose }: EditWatchProps): ReactNode {
  const { t } = useText()
  const { person } = useMember()
  const brandName = useBrandName()(watch.brand)
  const brands = useWatchableBrands()
  const draft = useKeptDraft({ author: person.id, about: `watch.${watch.id}` }, valuesOf(watch))
  const [tried, setTried] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [isPending, setPending] = useState(false)
  const faults = faultsOf(draft.value)
  const leave = (): void => {
    draft.clear()
    onClose()
  }
  const submit = async (): Promise<void> => {
    setTried(true)
    const edit = changedIn(watch, inputOf(draft.value, brandName))
    if (Object.keys(faults).length > 0) return
    if (Object.keys(edit).length === 0) return leave()
    setPending(true)
    try {
      await onEdit(edit)
      leave()
    } catch (refusal) {
      setError(refusal)
    } finally {
      setPending(false)
    }
  }
  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap="md">
        <DraftRestored draft={draft} />
        <WatchFields
          values={draft.value}
          onChange={(next) => {
            setError(null)
            draft.setValue(next)
          }}
          words={brands.data?.find(({ id }) => id === watch.brand)?.words ?? [brandName]}
          brandName={brandName}
          faults={tried ? faults : {}}
          error={error}
        />
        <FormEnd error={null} isPending={isPending} onLeave={leave}>
          {t('state.save')}
        </FormEnd>
      </Stack>
    </form>
  )
}

/** The fields that differ. */
function changedIn(watch: Watch, after: Required<WatchEdit>): WatchEdit {
  const fields = [
    'name',
    'site',
    'queries',
    'rules',
    'intervalMinutes',
    'budgetPerRun',
    'budgetPerDay',
    'capturesPerDay',
  ] as const
  const changed = fields.filter(
    (field) => JSON.stringify(watch[field]) !== JSON.stringify(after[field]),
  )
  return Object.fromEntries(changed.map((field) => [field, after[field]]))
}
