import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { problemOf, server } from '../../connection/index.ts'
import { watchesKey, watchKey, type Watch } from '../watch-components/index.ts'

export type WatchActionType = 'run-now' | 'stop' | 'resume'
export type WatchEdit = Partial<
  Pick<
    Watch,
    | 'name'
    | 'site'
    | 'queries'
    | 'rules'
    | 'intervalMinutes'
    | 'budgetPerRun'
    | 'budgetPerDay'
    | 'capturesPerDay'
  >
>

type Step = { action: WatchActionType } | { edit: WatchEdit }

/** The last step, and what undoes it. */
export type CompletedStep = { type: WatchActionType | 'edit'; undo: Step | undefined }

export type WatchActions = {
  act: (action: WatchActionType) => void
  /** For a form, which shows the error itself. */
  edit: (edit: WatchEdit) => Promise<void>
  isPending: boolean
  error: unknown
  done: CompletedStep | undefined
  undo: () => void
  forget: () => void
}

/** Changes of a watch, and the result of the last one. */
export function useWatchActions(watch: Watch): WatchActions {
  const queries = useQueryClient()
  const [done, setDone] = useState<CompletedStep>()
  const step = useMutation({
    mutationFn: async ({ step }: { step: Step; isUndo?: boolean }) => {
      const { id, version } = watch
      const params = { id }
      if ('edit' in step) {
        return server.watches.update({ params, body: { ...step.edit, expectedVersion: version } })
      }
      return server.watches.act({ params, body: { action: { type: step.action } } })
    },
    onSuccess: (changed, { step, isUndo = false }) => {
      setDone(isUndo ? undefined : { type: typeOf(step), undo: undoOf(step, watch) })
      queries.setQueryData(watchKey(watch.id), changed)
      void queries.invalidateQueries({ queryKey: watchesKey })
    },
    onError: (error) => {
      if (problemOf(error).kind === 'conflict') {
        void queries.invalidateQueries({ queryKey: watchKey(watch.id) })
      }
    },
  })
  return {
    act: (action) => step.mutate({ step: { action } }),
    edit: async (edit) => {
      await step.mutateAsync({ step: { edit } })
    },
    isPending: step.isPending,
    error: step.variables !== undefined && 'edit' in step.variables.step ? null : step.error,
    done,
    undo: () => {
      if (done?.undo !== undefined && !step.isPending)
        step.mutate({ step: done.undo, isUndo: true })
    },
    forget: () => {
      setDone(undefined)
      step.reset()
    },
  }
}

function typeOf(step: Step): CompletedStep['type'] {
  return 'edit' in step ? 'edit' : step.action
}

/** A run that was begun cannot be undone; stopping ends it. */
function undoOf(step: Step, before: Watch): Step | undefined {
  if ('edit' in step) {
    const fields = Object.keys(step.edit) as (keyof WatchEdit)[]
    return { edit: Object.fromEntries(fields.map((field) => [field, before[field]])) }
  }
  if (step.action === 'run-now') return undefined
  return { action: step.action === 'stop' ? 'resume' : 'stop' }
}
