import { useEffect, useRef } from 'react'

/** What each key does, by its name; a handler that does nothing with it leaves it to the browser. */
export type Keys = Record<string, () => void>

/**
 * Whether a dialog or menu lay over the page when the last key went down. It is looked for before any part of a page
 * listens, dialogs too, whose effects run before those of the page around them: one that the key closes is gone when
 * the page hears of it, which would then leave by the same key.
 */
let isCovered = false
window.addEventListener(
  'keydown',
  () => {
    isCovered = document.querySelector('[role=dialog], [role=menu]') !== null
  },
  true,
)

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true
  if (target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && target.type !== 'checkbox'
}

/** Listens to single keys, but not while somebody types, or a dialog or menu is open. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (isTyping(event.target) || isCovered) return
      const act = latest.current[event.key]
      if (act === undefined) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
