import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()

function listen(listener: () => void): () => void {
  listeners.add(listener)
  // Another tab of the same device tells too.
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

/** A text that this device remembers for its person; every page that shows it agrees. */
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
