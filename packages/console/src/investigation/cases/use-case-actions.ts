import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { CaseAction, CaseDetailView } from '@touchstone/contract'
import { useState } from 'react'
import { caseKey } from '../case-components/index.ts'
import { problemOf, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { undoOf, type Undo } from './undo.ts'

/** The last action, and how to undo it, if possible. */
export type CompletedAction = { type: CaseAction['type']; count: number; undo: Undo | undefined }

export type CaseActions = {
  /** Performs an action; refused if the case has changed since it was read. */
  act: (action: CaseAction) => void
  /** The same as a promise, for dialogs. */
  run: (action: CaseAction) => Promise<void>
  isPending: boolean
  error: unknown
  done: CompletedAction | undefined
  undo: () => void
  /** The action refused because of someone else's change; it can be repeated. */
  refused: CaseAction | undefined
  again: () => void
  forget: () => void
}

type Step = { action: CaseAction; of?: string; isUndo?: boolean }

/** Actions on a case, and the result of the last one. */
export function useCaseActions(kase: CaseDetailView): CaseActions {
  const { t } = useText()
  const queries = useQueryClient()
  const [done, setDone] = useState<CompletedAction>()
  const [refused, setRefused] = useState<CaseAction>()
  const readAgain = (): Promise<void> => queries.invalidateQueries({ queryKey: caseKey(kase.id) })
  const step = useMutation({
    mutationFn: ({ action, of }: Step) =>
      server.cases.act({
        params: { id: of ?? kase.id },
        body: { action, ...(of === undefined && { expectedVersion: kase.events }) },
      }),
    onSuccess: (answer, { action, of, isUndo = false }) => {
      const undo = isUndo
        ? undefined
        : undoOf(action, kase, answer, {
            close: t('case-done.undo-reason'),
            merge: t('case-done.undo-merge-reason'),
          })
      setRefused(undefined)
      setDone({ type: action.type, count: answer.changed, undo })
      if (of === undefined) queries.setQueryData(caseKey(kase.id), answer.case)
      // Not awaited, so that undo is available at once.
      void readAgain()
      void queries.invalidateQueries({ queryKey: ['cases'] })
    },
    onError: async (error, { action, of }) => {
      if (!isOvertaken(error) || of !== undefined) return
      setDone(undefined)
      setRefused(action)
      await readAgain()
    },
  })
  return {
    act: (action) => step.mutate({ action }),
    run: async (action) => {
      await step.mutateAsync({ action }).catch((error: unknown) => {
        // Shown on the page beside the change; a dialog over it would hide that.
        if (!isOvertaken(error)) throw error
      })
    },
    isPending: step.isPending,
    error: refused === undefined ? step.error : null,
    done,
    undo: () => {
      if (done?.undo === undefined || step.isPending) return
      step.mutate({ ...done.undo, isUndo: true })
    },
    refused,
    again: () => refused && step.mutate({ action: refused }),
    forget: () => {
      setDone(undefined)
      setRefused(undefined)
      step.reset()
    },
  }
}

/** True if the case has events that the caller had not seen. */
function isOvertaken(error: unknown): boolean {
  return problemOf(error).code === 'version-mismatch'
}

const lookMilliseconds = 20_000

/** How many events the case has beyond those shown. */
export function useNewer({ id, events }: CaseDetailView): number {
  const { data } = useQuery({
    queryKey: ['case now', id],
    queryFn: async ({ signal }) => (await server.cases.read({ params: { id }, signal })).events,
    initialData: events,
    staleTime: lookMilliseconds,
    refetchInterval: lookMilliseconds,
  })
  return Math.max(0, data - events)
}
