import { useCallback, useInsertionEffect, useRef } from 'react'

/** A function with a stable identity that calls the latest callback. */
export function useStableCallback<A extends unknown[]>(
  act: (...args: A) => void,
): (...args: A) => void {
  const newest = useRef(act)
  useInsertionEffect(() => {
    newest.current = act
  })
  return useCallback((...args) => newest.current(...args), [])
}
