import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Refused } from '../../components/index.ts'

/** Listings, or a case whose listings are meant where none is named. */
type EnforceSubject = { case?: string; listings?: readonly string[] }

/** What the last draft left out, for its page; not stored. */
export const leftOutKey = (notice: string): readonly string[] => ['notice left out', notice]

/** Drafts the whole notice on the server and shows it; a second call waits for the first. */
export function useEnforce(): {
  enforce: (subject: EnforceSubject) => void
  isPending: boolean
  error: unknown
} {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const isAsked = useRef(false)
  const draft = useMutation({
    mutationFn: ({ case: caseId, listings }: EnforceSubject) =>
      server.notices.enforce({
        body: {
          ...(caseId !== undefined && { case: caseId }),
          ...(listings !== undefined && { listings: [...listings] }),
        },
      }),
    onSuccess: async ({ notice, case: caseId, leftOut }) => {
      queries.setQueryData(leftOutKey(notice), leftOut)
      await navigate({ to: '/notices/$id', params: { id: notice } })
      await queries.invalidateQueries({ queryKey: ['notices'] })
      await queries.invalidateQueries({ queryKey: ['cases'] })
      await queries.invalidateQueries({ queryKey: ['captures'] })
      await queries.invalidateQueries({ queryKey: ['case', caseId] })
    },
    onSettled: () => {
      isAsked.current = false
    },
  })
  const enforce = (subject: EnforceSubject): void => {
    if (isAsked.current) return
    isAsked.current = true
    draft.mutate(subject)
  }
  return { enforce, isPending: draft.isPending, error: draft.error }
}

/** The button that drafts a notice; absent for those who may not send one. */
export function Enforce({
  subject,
  enforcing,
  size = 'compact-sm',
}: {
  subject: EnforceSubject
  size?: 'compact-sm' | 'sm'
  enforcing: ReturnType<typeof useEnforce>
}): ReactNode {
  const { t } = useText()
  const { sendNotices } = permissionsOf(useMember())
  if (!sendNotices) return null
  const count = subject.listings?.length ?? 0
  return (
    <>
      <Button size={size} loading={enforcing.isPending} onClick={() => enforcing.enforce(subject)}>
        {count > 1 ? t('enforce.listings', { count }) : t('enforce.submit')}
      </Button>
      <Refused error={enforcing.error} />
    </>
  )
}
