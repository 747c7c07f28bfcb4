import { useCallback, useInsertionEffect, useRef } from 'react'

/** One function for as long as a component is there, that does what the newest one given does. */
export function useStableCallback<A extends unknown[]>(
  act: (...given: A) => void,
): (...given: A) => void {
  const newest = useRef(act)
  useInsertionEffect(() => {
    newest.current = act
  })
  return useCallback((...given) => newest.current(...given), [])
}
