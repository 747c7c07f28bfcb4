import { useEffect, useRef } from 'react'

/** What each key does, by its name; a handler that does nothing with it leaves it to the browser. */
export type Keys = Record<string, () => void>

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
    // A dialog that the key closes may be gone before the key comes here: what was open is seen on its way down.
    let wasOpen = false
    const look = (): void => {
      wasOpen = document.querySelector('[role=dialog], [role=menu]') !== null
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (isTyping(event.target) || wasOpen) return
      const act = latest.current[event.key]
      if (act === undefined) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', look, true)
    document.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', look, true)
      document.removeEventListener('keydown', onKey)
    }
  }, [])
}
