import { useSyncExternalStore } from 'react'

const storedUnder = 'touchstone.blur-pictures'
const listeners = new Set<() => void>()

function listen(listener: () => void): () => void {
  listeners.add(listener)
  // Notifies other tabs of this device as well.
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

const read = (): boolean => localStorage.getItem(storedUnder) === 'true'

/** Whether pictures are blurred: stored on this device and shared by all pages. */
export function useBlur(): [blur: boolean, setBlur: (blur: boolean) => void] {
  const blur = useSyncExternalStore(listen, read)
  const setBlur = (next: boolean): void => {
    localStorage.setItem(storedUnder, String(next))
    for (const listener of listeners) listener()
  }
  return [blur, setBlur]
}
