import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()

function listen(listener: () => void): () => void {
  listeners.add(listener)
  // Changes in another tab count too.
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

/** A setting stored on this device; all components that use it update together. */
export function useDeviceSetting(
  name: string,
): [value: string | null, setValue: (value: string) => void] {
  const storedUnder = `touchstone.${name}`
  const value = useSyncExternalStore(listen, () => localStorage.getItem(storedUnder))
  const setValue = (next: string): void => {
    localStorage.setItem(storedUnder, next)
    for (const listener of listeners) listener()
  }
  return [value, setValue]
}
