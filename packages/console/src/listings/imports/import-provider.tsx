import { createContext, use, useEffect, useState, type ReactNode } from 'react'
import { useImport, type Import } from './use-import.ts'

export type Importing = {
  /** Each choice is a file anew, though it may be the same one, mended. */
  chosen: { file: File; count: number } | undefined
  choose: (file: File) => void
  run: Import
}

const Context = createContext<Importing | undefined>(undefined)

/** Keeps a file on its way in while its sender looks at other pages. */
export function ImportProvider({ children }: { children: ReactNode }): ReactNode {
  const [chosen, setChosen] = useState<Importing['chosen']>()
  const run = useImport()
  const { isSending } = run
  useEffect(() => {
    if (!isSending) return undefined
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isSending])
  const choose = (file: File): void => {
    run.forget()
    setChosen(({ count } = { count: 0, file }) => ({ file, count: count + 1 }))
  }
  return <Context value={{ chosen, choose, run }}>{children}</Context>
}

/** Undefined where nobody can import: for who acts for no organisation. */
export function useCurrentImport(): Importing | undefined {
  return use(Context)
}
