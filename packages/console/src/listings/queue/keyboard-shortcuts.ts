import { useLayoutEffect, useRef } from 'react'

/** Actions by key. */
export type Keys = Record<string, () => void>

/**
 * Whether a dialog or menu was open when the last key went down. Checked before any component's listener runs: a
 * dialog closed by the key would otherwise be gone when the page handles that key, and the page would close as well.
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

/**
 * Handles single keys, except while the person types or a dialog or menu is open. Before the page is painted, so that
 * no key is lost that is pressed as soon as the page shows what it does.
 */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys)
  useLayoutEffect(() => {
    latest.current = keys
  })
  useLayoutEffect(() => {
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
