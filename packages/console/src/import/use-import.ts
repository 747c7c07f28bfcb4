import { useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import type { ImportProgress } from '@touchstone/contract'
import { useEffect, useRef, useState } from 'react'
import { randomUuid, server } from '../connection/index.ts'
import type { Mapping } from './settled.ts'
import { upload, type FileResult } from './upload.ts'

type Settling = { headers: string[]; mapping: Mapping }

export type Import = {
  /** Under which the server knows it. */
  id: string
  /** Sends the file; what was settled of its columns is kept first, so that it holds for this file too. */
  send: (settling: Settling | undefined) => void
  stop: () => void
  isSending: boolean
  isStopped: boolean
  /** Which share of the file has left. */
  sent: number
  error: unknown
  result: FileResult | undefined
}

/** What an import changes nothing of: who is signed in, and the file itself. */
const untouched: ReadonlySet<string> = new Set(['session', 'import preview', 'import try'])

/** One file on its way in. Whoever leaves the page stops it. */
export function useImport(file: File): Import {
  const queries = useQueryClient()
  const [id, setId] = useState(randomUuid)
  const [sent, setSent] = useState(0)
  const leaving = useRef(new AbortController())
  const run = useMutation({
    mutationFn: async ({ settling, as }: { settling: Settling | undefined; as: string }) => {
      if (settling) await server.imports.keepMapping({ body: settling })
      return upload({ file, id: as, signal: leaving.current.signal, onProgress: setSent })
    },
    onSettled: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey: [first] }) => !untouched.has(String(first)),
      }),
  })
  useEffect(() => () => leaving.current.abort(), [])
  const isStopped = run.error instanceof DOMException && run.error.name === 'AbortError'
  return {
    id,
    send: (settling) => {
      const as = randomUuid()
      setId(as)
      setSent(0)
      leaving.current = new AbortController()
      run.mutate({ settling, as })
    },
    stop: () => leaving.current.abort(),
    isSending: run.isPending,
    isStopped,
    sent,
    error: isStopped ? null : run.error,
    result: run.data,
  }
}

const lookMilliseconds = 500

/** How far the server has come with a file. */
export function useProgress(id: string): UseQueryResult<ImportProgress> {
  return useQuery({
    queryKey: ['import progress', id],
    queryFn: ({ signal }) => server.imports.progress({ params: { id }, signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.state === 'done' || data?.state === 'stopped' ? false : lookMilliseconds,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  })
}
