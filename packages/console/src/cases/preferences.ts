import { useState } from 'react'

const storedUnder = 'touchstone.blur-pictures'

/** Whether pictures are blurred, as this device remembers it. */
export function useBlur(): [blur: boolean, setBlur: (blur: boolean) => void] {
  const [blur, setBlur] = useState(() => localStorage.getItem(storedUnder) === 'true')
  return [
    blur,
    (next) => {
      localStorage.setItem(storedUnder, String(next))
      setBlur(next)
    },
  ]
}
