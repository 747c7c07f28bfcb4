import { useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type { FileEncodingName, ImportProgressView } from '@touchstone/contract'
import { useEffect, useRef, useState } from 'react'
import { randomUuid, server } from '../../connection/index.ts'
import type { Mapping } from './mapping-rules.ts'

export type FileResult = Awaited<ReturnType<Client['listings']['takeFile']>>
type Settling = { headers: string[]; mapping: Mapping }
type Sending = {
  file: File
  /** The mapping chosen for its columns. */
  settling: Settling | undefined
  encoding: FileEncodingName | undefined
}
type Sent = Sending & { as: string }

export type Import = {
  /** The import's id on the server. */
  id: string
  /** Sends the file, after saving its mapping so that it applies to this file too. */
  send: (sending: Sending) => void
  stop: () => void
  /** Clears the last result. */
  forget: () => void
  isSending: boolean
  isStopped: boolean
  error: unknown
  result: FileResult | undefined
}

/** Most rejected rows that the server returns. */
const rejects = 10_000

/**
 * Queries not refreshed after an import: the session, the file itself, and the open list, which must not move while
 * being read.
 */
const untouched: ReadonlySet<string> = new Set([
  'session',
  'import preview',
  'import try',
  'listings',
])

/** One running import. Signing out or closing the console stops it. */
export function useImport(): Import {
  const queries = useQueryClient()
  const [id, setId] = useState(randomUuid)
  const leaving = useRef(new AbortController())
  const run = useMutation({
    mutationFn: async ({ file, settling, encoding, as }: Sent) => {
      if (settling) await server.imports.keepMapping({ body: settling })
      return server.listings.takeFile({
        query: { import: as, rejects, ...(encoding && { encoding }) },
        body: file,
        contentType: 'application/octet-stream',
        signal: leaving.current.signal,
      })
    },
    onSettled: () => {
      queries.removeQueries({ queryKey: ['listings'], type: 'inactive' })
      return queries.invalidateQueries({
        predicate: ({ queryKey: [first] }) => !untouched.has(String(first)),
      })
    },
  })
  useEffect(() => () => leaving.current.abort(), [])
  const isStopped = run.error instanceof DOMException && run.error.name === 'AbortError'
  return {
    id,
    send: (sending) => {
      const as = randomUuid()
      setId(as)
      leaving.current = new AbortController()
      run.mutate({ ...sending, as })
    },
    stop: () => leaving.current.abort(),
    forget: run.reset,
    isSending: run.isPending,
    isStopped,
    error: isStopped ? null : run.error,
    result: run.data,
  }
}

const lookMilliseconds = 500

export function useProgress(id: string): UseQueryResult<ImportProgressView> {
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
