import { createContext, use, useEffect, useState, type ReactNode } from 'react'
import { useImport, type Import } from './use-import.ts'

export type Importing = {
  /** `count` makes each choice distinct, since a corrected file may have the same name. */
  chosen: { file: File; count: number } | undefined
  choose: (file: File) => void
  run: Import
}

const Context = createContext<Importing | undefined>(undefined)

/** Keeps an import running while the person visits other pages. */
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

/** Undefined for users who act for no organisation. */
export function useCurrentImport(): Importing | undefined {
  return use(Context)
}
