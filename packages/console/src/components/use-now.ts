import { useEffect, useState } from 'react'

/** The current time, updated often enough for phrases such as “two minutes ago”. */
export function useNow(everyMilliseconds = 30_000): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMilliseconds)
    return () => clearInterval(timer)
  }, [everyMilliseconds])
  return now
}
