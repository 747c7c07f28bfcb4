import { Modal } from '@mantine/core'
import { lazy, Suspense, type ReactNode } from 'react'
import { Loading } from '../../components/index.ts'
import { useText, withMessages } from '../../messages/index.ts'

// Loaded when it opens: most who read the queue open no case.
const OpenCaseForm = lazy(async () => {
  const loaded = await withMessages(['cases'], import('./open-case-form.tsx'))
  return { default: loaded.OpenCaseForm }
})

export type ListingToAdd = { id: string; title: string; brands: readonly string[] }

/** The result: the case, and how many listings were new to it. */
export type CaseAddition = {
  id: string
  count: number
  isNew: boolean
  /** Undoes the addition; missing if some listings were already in the case. */
  undo?: () => Promise<void>
}

export type OpenCaseProps = {
  listings: readonly ListingToAdd[]
  opened: boolean
  onClose: () => void
  onDone: (followed: CaseAddition) => void
}

/** Opens a case with listings, or adds them to an open one; works for hundreds. */
export function OpenCase({ listings, opened, onClose, onDone }: OpenCaseProps): ReactNode {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('open-case.title', { count: listings.length })}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      {opened && (
        <Suspense fallback={<Loading />}>
          <OpenCaseForm listings={listings} onClose={onClose} onDone={onDone} />
        </Suspense>
      )}
    </Modal>
  )
}
