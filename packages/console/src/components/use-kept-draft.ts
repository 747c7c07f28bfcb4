import { useEffect, useRef, useState } from 'react'

/** What a draft is kept under: its author, so that nobody else on this device continues it, and its subject. */
type DraftKey = { author: string; about: string }

const prefix = 'touchstone.draft.'
const keptMilliseconds = 30 * 86_400_000

type StoredDraft = { at: number; value: unknown }

function nameOf({ author, about }: DraftKey): string {
  return `${prefix}${author}.${about}`
}

/** The draft as stored; undefined if there is none, or it does not fit a page of this version. */
export function readDraft<T extends object>(key: DraftKey, initial: T): T | undefined {
  try {
    const text = localStorage.getItem(nameOf(key))
    if (text === null) return undefined
    const { at, value } = JSON.parse(text) as StoredDraft
    if (Date.now() - at > keptMilliseconds || typeof value !== 'object') return undefined
    const before = value as Partial<Record<keyof T, unknown>>
    const fits = (Object.keys(initial) as (keyof T)[]).every(
      (name) =>
        typeof before[name] === typeof initial[name] &&
        Array.isArray(before[name]) === Array.isArray(initial[name]),
    )
    return fits ? (value as T) : undefined
  } catch {
    // Storage may be switched off, or hold what another version wrote.
    return undefined
  }
}

export function writeDraft(key: DraftKey, value: object): void {
  try {
    const stored: StoredDraft = { at: Date.now(), value }
    localStorage.setItem(nameOf(key), JSON.stringify(stored))
  } catch {
    // A full or disabled storage loses the draft only on a reload.
  }
}

export function hasDraft(key: DraftKey): boolean {
  return localStorage.getItem(nameOf(key)) !== null
}

export function forgetDraft(key: DraftKey): void {
  localStorage.removeItem(nameOf(key))
}

/** Removes all drafts from this device, when a person signs out. */
export function forgetDrafts(): void {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(prefix)) localStorage.removeItem(name)
  }
}

export type KeptDraft<T> = {
  value: T
  setValue: (value: T) => void
  /** Whether the value was typed before a reload or another sign-in. */
  isRestored: boolean
  /** Forgets the draft, once it was sent or is not wanted; the next change begins a new one. */
  clear: () => void
}

/**
 * What a person types in a form, kept on this device until it is sent: a reload or a lapsed session loses nothing.
 * Nothing is stored before the first change.
 */
export function useKeptDraft<T extends object>(key: DraftKey, initial: T): KeptDraft<T> {
  const [first] = useState(initial)
  const [before] = useState(() => readDraft(key, initial))
  const [value, setState] = useState<T>(before ?? first)
  const [isRestored, setRestored] = useState(before !== undefined)
  const latest = useRef(key)
  useEffect(() => {
    latest.current = key
  })
  return {
    value,
    setValue: (next) => {
      setState(next)
      writeDraft(latest.current, next)
    },
    isRestored,
    clear: () => {
      forgetDraft(latest.current)
      setState(first)
      setRestored(false)
    },
  }
}
