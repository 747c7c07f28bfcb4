import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import type { DecisionVerdict } from '@touchstone/contract'
import {
  createContext,
  use,
  useEffect,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react'
import { randomId, server } from '../connection/index.ts'
import { DecisionDesk, type Batch, type DeskState, type SendOptions } from './desk.ts'
import { DeskNotices } from './desk-notices.tsx'
import { useLastDecisions } from './queries.ts'

const Context = createContext<DecisionDesk | undefined>(undefined)

async function send(batch: Batch, { keepalive }: SendOptions): Promise<readonly string[]> {
  const { offers, verdict, reason, note, key } = batch
  const said = { verdict, ...(reason && { reason }), ...(note && { note }) }
  const { results } = await server.decisions.recordDecisions({
    body: offers.map(({ id, version }) => ({ id, version, ...said })),
    headers: { 'idempotency-key': key },
    keepalive,
  })
  return results.flatMap(({ row, error }) => (error ? (offers[row]?.id ?? []) : []))
}

function createDesk(queries: QueryClient): DecisionDesk {
  return new DecisionDesk({
    newKey: randomId,
    send: async (batch, options) => {
      const refused = await send(batch, options)
      void queries.invalidateQueries({ queryKey: ['decisions'] })
      void queries.invalidateQueries({ queryKey: ['proposals'] })
      return refused
    },
  })
}

/** One desk for all pages, so that a decision can be undone on the next one too. */
export function DeskProvider({ children }: { children: ReactNode }): ReactNode {
  const queries = useQueryClient()
  const [desk] = useState(() => createDesk(queries))
  useEffect(() => {
    const leave = (): void => void desk.flush({ keepalive: true })
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [desk])
  return (
    <Context value={desk}>
      {children}
      <DeskNotices desk={desk} />
    </Context>
  )
}

export function useDesk(): DecisionDesk {
  const desk = use(Context)
  if (desk === undefined) throw new Error('no desk is there to decide at')
  return desk
}

function useDeskState(desk: DecisionDesk): DeskState {
  return useSyncExternalStore(desk.subscribe, desk.state)
}

/** What was decided on an offer, here or before, as far as it is known. */
export function useDecided(): (id: string) => DecisionVerdict | undefined {
  const { said } = useDeskState(useDesk())
  const last = useLastDecisions()
  return (id) => said.get(id) ?? last?.get(id)
}
