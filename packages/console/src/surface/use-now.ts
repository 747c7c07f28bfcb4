import { useEffect, useState } from 'react'

/** The time, as fresh as words such as “two minutes ago” need it. */
export function useNow(everyMilliseconds = 30_000): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMilliseconds)
    return () => clearInterval(timer)
  }, [everyMilliseconds])
  return now
}
