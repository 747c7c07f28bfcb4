import { useLayoutEffect } from 'react'

/** Opens the command palette by Ctrl-K or Command-K, also while the person types. */
export function useCommandKey(open: () => void): void {
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
      if (!isCommand || event.key.toLowerCase() !== 'k') return
      event.preventDefault()
      // Two dialogs at once would leave it unclear which one a key is for.
      if (document.querySelector('[role=dialog]') === null) open()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [open])
}
