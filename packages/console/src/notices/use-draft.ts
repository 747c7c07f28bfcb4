import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { server } from '../connection/index.ts'
import {
  contentOf,
  draftOf,
  forgetAside,
  isAllKept,
  putAside,
  takenFromAside,
  type Draft,
} from './draft.ts'
import { noticeKey, type NoticeInFull } from './queries.ts'

const restMilliseconds = 700

/** A draft as it can be kept, to tell whether it is. */
function textOf(draft: Draft): string {
  return JSON.stringify(contentOf(draft))
}

export type Writing = {
  draft: Draft
  change: (part: Partial<Draft>) => void
  /** Writes at once what was not kept yet; true once the server has all that it can take. */
  keep: () => Promise<boolean>
  /** When the server took it last, for what is reckoned from it. */
  keptAt: number
  /** Takes over what else came of the notice meanwhile, as a look at its offers. */
  took: (answer: NoticeInFull) => void
  state: 'kept' | 'writing' | 'failed'
  error: unknown
}

/** A draft that is kept while somebody writes it: a moment after the last key, and when the page is left. */
export function useDraft(notice: NoticeInFull): Writing {
  const { id } = notice
  const queries = useQueryClient()
  const [draft, setDraft] = useState<Draft>(() => takenFromAside(id) ?? draftOf(notice.content))
  const [keptAt, setKeptAt] = useState(() => Date.now())
  const [state, setState] = useState<Writing['state']>('kept')
  const [error, setError] = useState<unknown>(null)
  const latest = useRef(draft)
  const kept = useRef(textOf(draftOf(notice.content)))
  const under = useRef<Promise<boolean>>(undefined)

  const took = useCallback(
    (answer: NoticeInFull): void => {
      queries.setQueryData(noticeKey(id), answer)
      setKeptAt(Date.now())
      void queries.invalidateQueries({ queryKey: [...noticeKey(id), 'record'] })
    },
    [id, queries],
  )

  const write = useCallback(async (): Promise<boolean> => {
    // What was written while the server answered is kept too, before anybody hears that all is.
    for (let text = textOf(latest.current); text !== kept.current; text = textOf(latest.current)) {
      try {
        const body = contentOf(latest.current)
        const answer = await server.notices.change({ params: { id }, body })
        kept.current = text
        setError(null)
        took(answer)
      } catch (refused) {
        setState('failed')
        setError(refused)
        return false
      }
    }
    if (isAllKept(latest.current)) forgetAside(id)
    setState('kept')
    return true
  }, [id, took])

  /** One after the other: what was written later must not be overtaken by what was before. */
  const keep = useCallback(async (): Promise<boolean> => {
    under.current = (under.current ?? Promise.resolve(true)).then(write)
    return under.current
  }, [write])

  useEffect(() => {
    if (textOf(draft) === kept.current) return
    const timer = setTimeout(() => void keep(), restMilliseconds)
    return () => clearTimeout(timer)
  }, [draft, keep])

  useEffect(() => {
    const leave = (): void => {
      if (textOf(latest.current) !== kept.current) void keep()
    }
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [keep])

  const change = (part: Partial<Draft>): void => {
    const next = { ...latest.current, ...part }
    latest.current = next
    putAside(id, next)
    setDraft(next)
    setState('writing')
  }
  return { draft, change, keep, keptAt, took, state, error }
}
