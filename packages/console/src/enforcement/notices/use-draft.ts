import { useQueryClient } from '@tanstack/react-query'
import { RefusedError } from '@touchstone/client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useMember } from '../../access/session/index.ts'
import { forgetDraft, readDraft, writeDraft } from '../../components/index.ts'
import { server } from '../../connection/index.ts'
import { contentOf, draftOf, isAllKept, isAside, type Aside, type Draft } from './draft.ts'
import { mergeDrafts, taking, type DraftPart } from './merge-drafts.ts'
import { noticeKey, type NoticeDetailView } from './notice-queries.ts'

const restMilliseconds = 700

/** The part of a draft that can be saved, as comparable text. */
function textOf(draft: Draft): string {
  return JSON.stringify(contentOf(draft))
}

/** The draft as last saved on the server. */
type DraftBase = Omit<Aside, 'draft'>

function keptOf({ version, content }: NoticeDetailView): DraftBase {
  return { version, base: draftOf(content) }
}

/** Unsaved edits stay in this browser under this key, so that leaving the page loses nothing. */
const keyOf = (author: string, notice: string) => ({ author, about: `notice ${notice}` })

/** Someone else's version of the draft, and the parts that conflict with it. */
export type Other = { notice: NoticeDetailView; draft: Draft; apart: DraftPart[] }

export type Writing = {
  draft: Draft
  change: (part: Partial<Draft>) => void
  /** Saves pending edits at once; true when the server has everything that can be saved. */
  keep: () => Promise<boolean>
  /** Sends the draft; undefined if someone else changed it, in which case their changes are merged first. */
  send: () => Promise<NoticeDetailView | undefined>
  /** When the draft was last saved, for results computed from it. */
  keptAt: number
  /** Applies a change to the notice that does not come from the form, such as a takedown check. */
  took: (answer: NoticeDetailView) => void
  /** Nothing is saved in the state `apart`, so that neither version overwrites the other. */
  state: 'kept' | 'writing' | 'failed' | 'apart'
  error: unknown
  other: Other | undefined
  /** Resolves a conflict, with these parts taken from the other version. */
  settle: (theirs: readonly DraftPart[]) => void
  /** Whether someone else's changes were merged without a conflict. */
  hasJoined: boolean
}

/** Saves a draft shortly after the last edit, and when the page is left. */
export function useDraft(notice: NoticeDetailView): Writing {
  const { id } = notice
  const queries = useQueryClient()
  const { id: author } = useMember().person
  const [begun] = useState<Aside>(() => {
    const saved: Aside = { ...keptOf(notice), draft: draftOf(notice.content) }
    const aside = readDraft(keyOf(author, id), saved)
    return isAside(aside) ? aside : saved
  })
  const [draft, setDraft] = useState<Draft>(begun.draft)
  const [keptAt, setKeptAt] = useState(() => Date.now())
  const [state, setState] = useState<Writing['state']>('kept')
  const [error, setError] = useState<unknown>(null)
  const [other, setOther] = useState<Other>()
  const [hasJoined, setHasJoined] = useState(false)
  const latest = useRef(begun.draft)
  const kept = useRef<DraftBase>(begun)
  const under = useRef<Promise<boolean>>(undefined)

  const took = useCallback(
    (answer: NoticeDetailView): void => {
      queries.setQueryData(noticeKey(id), answer)
      setKeptAt(Date.now())
      void queries.invalidateQueries({ queryKey: [...noticeKey(id), 'record'] })
    },
    [id, queries],
  )

  const goOn = useCallback(
    (next: Draft, from: NoticeDetailView): void => {
      kept.current = keptOf(from)
      latest.current = next
      writeDraft(keyOf(author, id), { ...kept.current, draft: next })
      setDraft(next)
      setOther(undefined)
      took(from)
    },
    [author, id, took],
  )

  /** Merges someone else's changes; false if a conflict has to be resolved. */
  const join = useCallback(async (): Promise<boolean> => {
    const theirs = await server.notices.read({ params: { id } })
    // It has been submitted meanwhile; the next edit shows the refusal.
    if (theirs.state !== 'draft') return true
    const { draft: both, apart } = mergeDrafts(
      kept.current.base,
      latest.current,
      draftOf(theirs.content),
    )
    if (apart.length > 0) {
      setOther({ notice: theirs, draft: draftOf(theirs.content), apart })
      setState('apart')
      return false
    }
    setHasJoined((before) => before || textOf(both) !== textOf(latest.current))
    goOn(both, theirs)
    return true
  }, [id, goOn])

  const write = useCallback(async (): Promise<boolean> => {
    const isBehind = (): boolean => textOf(latest.current) !== textOf(kept.current.base)
    try {
      // Edits made during the request are saved too before the promise resolves.
      while (isBehind()) {
        const content = contentOf(latest.current)
        const body = { ...content, expectedVersion: kept.current.version }
        const answer = await server.notices.change({ params: { id }, body }).catch(ifNotOvertaken)
        setError(null)
        if (answer === undefined) {
          if (!(await join())) return false
          continue
        }
        kept.current = { version: answer.version, base: draftOf(content) }
        took(answer)
      }
    } catch (refused) {
      setState('failed')
      setError(refused)
      return false
    }
    if (isAllKept(latest.current)) forgetDraft(keyOf(author, id))
    setState('kept')
    return true
  }, [author, id, took, join])

  /** In order, so that an older save never overwrites a newer one. */
  const keep = useCallback(async (): Promise<boolean> => {
    under.current = (under.current ?? Promise.resolve(true)).then(write)
    return under.current
  }, [write])

  const send = async (): Promise<NoticeDetailView | undefined> => {
    const body = { action: { type: 'send' }, expectedVersion: kept.current.version } as const
    const answer = await server.notices.act({ params: { id }, body }).catch(ifNotOvertaken)
    if (answer === undefined) await join()
    else forgetDraft(keyOf(author, id))
    return answer
  }

  useEffect(() => {
    if (textOf(draft) === textOf(kept.current.base)) return
    const timer = setTimeout(() => void keep(), restMilliseconds)
    return () => clearTimeout(timer)
  }, [draft, keep])

  useEffect(() => {
    const leave = (): void => {
      if (textOf(latest.current) !== textOf(kept.current.base)) void keep()
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
    writeDraft(keyOf(author, id), { ...kept.current, draft: next })
    setDraft(next)
    if (other === undefined) setState('writing')
  }
  const settle = (theirs: readonly DraftPart[]): void => {
    if (other === undefined) return
    const both = mergeDrafts(kept.current.base, latest.current, other.draft)
    goOn(taking(both.draft, other.draft, theirs), other.notice)
    setState('writing')
    void keep()
  }
  return { draft, change, keep, send, keptAt, took, state, error, other, settle, hasJoined }
}

/** If someone else has changed the draft, there is no result yet. */
function ifNotOvertaken(error: unknown): undefined {
  if (error instanceof RefusedError && error.code === 'version-mismatch') return undefined
  throw error
}
