import { useQueryClient } from '@tanstack/react-query'
import { RefusedError } from '@touchstone/client'
import type { ReferralDraft } from '@touchstone/contract'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useMember } from '../../access/session/index.ts'
import { forgetDraft, readDraft, writeDraft } from '../../components/index.ts'
import { server } from '../../connection/index.ts'
import { formOf, incompleteParts, type DraftForm, type DraftPart } from './draft-form.ts'
import { changedParts, mergeParts, takeParts } from './merge-parts.ts'
import { referralKey, referralsKey, type ReferralDetailView } from './queries.ts'

const restMilliseconds = 700

/** What was last saved on the server. */
type Saved = { version: number; base: ReferralDraft }
type Aside = Saved & { form: DraftForm }

export type Conflict = { theirs: ReferralDraft; version: number; parts: DraftPart[] }

export type Writing = {
  form: DraftForm
  change: (parts: Partial<DraftForm>) => void
  /** Saves pending edits at once; true when everything that can be saved is. */
  save: () => Promise<boolean>
  /** Reads what others, or another part of the page, changed. */
  reread: () => Promise<void>
  savedAt: number
  state: 'saved' | 'writing' | 'failed' | 'conflict'
  error: unknown
  /** Parts that are begun, and saved once they are complete. */
  incomplete: readonly DraftPart[]
  conflict: Conflict | undefined
  /** Resolves a conflict, with these parts as the other person wrote them. */
  settle: (theirs: readonly DraftPart[]) => void
  hasJoined: boolean
}

/** Saves a draft shortly after the last edit and when the page is left; what cannot be saved yet stays in the browser. */
export function useReferralDraft(referral: ReferralDetailView, draft: ReferralDraft): Writing {
  const { id, version } = referral
  const queries = useQueryClient()
  const { id: author } = useMember().person
  const [begun] = useState<Aside>(() => {
    const fresh: Aside = { version, base: draft, form: formOf(draft) }
    const aside = readDraft({ author, about: `referral ${id}` }, fresh)
    return aside !== undefined && fits(aside.form, fresh.form) ? aside : fresh
  })
  const [form, setForm] = useState(begun.form)
  const [savedAt, setSavedAt] = useState(() => Date.now())
  const [state, setState] = useState<Writing['state']>('saved')
  const [error, setError] = useState<unknown>(null)
  const [conflict, setConflict] = useState<Conflict>()
  const [hasJoined, setHasJoined] = useState(false)
  const latest = useRef(begun.form)
  const saved = useRef<Saved>(begun)
  const under = useRef<Promise<boolean>>(undefined)

  const put = useCallback(
    (next: DraftForm): void => {
      latest.current = next
      writeDraft({ author, about: `referral ${id}` }, { ...saved.current, form: next })
      setForm(next)
    },
    [author, id],
  )

  const took = useCallback(
    (answer: ReferralDetailView): void => {
      queries.setQueryData(referralKey(id), answer)
      setSavedAt(Date.now())
      void queries.invalidateQueries({ queryKey: referralsKey })
    },
    [id, queries],
  )

  /** Merges what others saved; false if a conflict has to be resolved. */
  const join = useCallback(async (): Promise<boolean> => {
    const theirs = await server.referrals.read({ params: { id } })
    if (theirs.draft === null || theirs.state !== 'draft') {
      took(theirs)
      return true
    }
    const merged = mergeParts(saved.current.base, latest.current, theirs.draft)
    if (merged.conflicts.length > 0) {
      setConflict({ theirs: theirs.draft, version: theirs.version, parts: merged.conflicts })
      setState('conflict')
      return false
    }
    if (JSON.stringify(merged.form) !== JSON.stringify(latest.current)) setHasJoined(true)
    saved.current = { version: theirs.version, base: theirs.draft }
    put(merged.form)
    took(theirs)
    return true
  }, [id, put, took])

  const write = useCallback(async (): Promise<boolean> => {
    try {
      for (;;) {
        const parts = changedParts(saved.current.base, latest.current)
        if (Object.keys(parts).length === 0) break
        const body = { draft: parts, expectedVersion: saved.current.version }
        const answer = await server.referrals.change({ params: { id }, body }).catch(ifNotOvertaken)
        setError(null)
        if (answer === undefined) {
          if (!(await join())) return false
          continue
        }
        saved.current = { version: answer.version, base: { ...saved.current.base, ...parts } }
        took(answer)
      }
    } catch (refused) {
      setState('failed')
      setError(refused)
      return false
    }
    if (incompleteParts(latest.current).length === 0) {
      forgetDraft({ author, about: `referral ${id}` })
    }
    setState('saved')
    return true
  }, [author, id, join, took])

  /** In order, so that an older save never overwrites a newer one. */
  const save = useCallback(async (): Promise<boolean> => {
    under.current = (under.current ?? Promise.resolve(true)).then(write)
    return under.current
  }, [write])

  useEffect(() => {
    if (Object.keys(changedParts(saved.current.base, form)).length === 0) return
    const timer = setTimeout(() => void save(), restMilliseconds)
    return () => clearTimeout(timer)
  }, [form, save])

  useEffect(() => {
    const leave = (): void => {
      if (Object.keys(changedParts(saved.current.base, latest.current)).length > 0) void save()
    }
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [save])

  const change = (parts: Partial<DraftForm>): void => {
    put({ ...latest.current, ...parts })
    if (conflict === undefined) setState('writing')
  }
  const settle = (theirs: readonly DraftPart[]): void => {
    if (conflict === undefined) return
    const others = (Object.keys(latest.current) as DraftPart[]).filter(
      (part) => !conflict.parts.includes(part) && !(part in changedParts(saved.current.base, form)),
    )
    saved.current = { version: conflict.version, base: conflict.theirs }
    put(takeParts(latest.current, conflict.theirs, [...others, ...theirs]))
    setConflict(undefined)
    setState('writing')
    void save()
  }
  return {
    form,
    change,
    save,
    reread: async () => void (await join()),
    savedAt,
    state,
    error,
    incomplete: incompleteParts(form),
    conflict,
    settle,
    hasJoined,
  }
}

/** Another version of these pages may have stored a form of other parts. */
function fits(found: DraftForm, form: DraftForm): boolean {
  return (Object.keys(form) as DraftPart[]).every((part) => part in found)
}

/** If someone else has changed the draft, there is no result yet. */
function ifNotOvertaken(error: unknown): undefined {
  if (error instanceof RefusedError && error.code === 'version-mismatch') return undefined
  throw error
}
