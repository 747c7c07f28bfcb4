import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import {
  createContext,
  use,
  useEffect,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react'
import { inboxKey, randomId, server } from '../../connection/index.ts'
import {
  PendingDecisions,
  type Batch,
  type PendingDecisionState,
  type StoredDecision,
  type Refusal,
  type SendOptions,
  type Sent,
  type CurrentDecision,
} from './pending-decisions.ts'
import { DecisionMessages } from './decision-messages.tsx'
import { outlivesPage, recordsOf } from './send-on-leave.ts'

const Context = createContext<PendingDecisions | undefined>(undefined)

async function send(batch: Batch, { keepalive }: SendOptions): Promise<Sent> {
  const { results } = await server.decisions.recordDecisions({
    body: recordsOf(batch),
    headers: { 'idempotency-key': batch.key },
    // Browsers refuse larger requests that should outlive the page.
    keepalive: keepalive && outlivesPage([batch]),
  })
  const stored = results.flatMap(({ id, listing, proposed }) =>
    id && listing ? [[listing, proposed ? undefined : id] as const] : [],
  )
  const refused = results.flatMap(({ row, error }) => {
    const listing = batch.listings[row]
    return error && listing ? [[listing.id, error] as const] : []
  })
  return { kept: new Map(stored), refused: new Map(refused) }
}

async function withdraw(decisions: readonly string[]): Promise<ReadonlyMap<string, Refusal>> {
  const { results } = await server.decisions.withdrawDecisions({
    body: { decisions: [...decisions] },
  })
  return new Map(
    results.flatMap(({ row, error }) => {
      const decision = decisions[row]
      return error && decision !== undefined ? [[decision, error] as const] : []
    }),
  )
}

function createDecisionDesk(queries: QueryClient): PendingDecisions {
  const notify = (): void => {
    void queries.invalidateQueries({ queryKey: ['decisions'] })
    void queries.invalidateQueries({ queryKey: ['proposals'] })
    void queries.invalidateQueries({ queryKey: ['overview'] })
    // What is left to decide is counted beside each verdict.
    void queries.invalidateQueries({ queryKey: ['listing count'] })
    void queries.invalidateQueries({ queryKey: inboxKey })
  }
  return new PendingDecisions({
    newKey: randomId,
    send: async (batch, options) => {
      const stored = await send(batch, options)
      notify()
      return stored
    },
    withdraw: async (decisions) => {
      const refused = await withdraw(decisions)
      notify()
      return refused
    },
  })
}

/** Shared by all pages, so that a decision can still be undone on the next one. */
export function DecisionProvider({ children }: { children: ReactNode }): ReactNode {
  const queries = useQueryClient()
  const [desk] = useState(() => createDecisionDesk(queries))
  useEffect(() => {
    const leave = (): void => void desk.flush({ keepalive: true })
    // Too much to send while the page closes: the person is asked to wait.
    const ask = (event: BeforeUnloadEvent): void => {
      if (outlivesPage(desk.state().waiting)) return
      event.preventDefault()
      void desk.flush()
    }
    window.addEventListener('pagehide', leave)
    window.addEventListener('beforeunload', ask)
    return () => {
      window.removeEventListener('pagehide', leave)
      window.removeEventListener('beforeunload', ask)
      leave()
    }
  }, [desk])
  return (
    <Context value={desk}>
      {children}
      <DecisionMessages desk={desk} />
    </Context>
  )
}

export function useDecisions(): PendingDecisions {
  const desk = use(Context)
  if (desk === undefined) throw new Error('no desk is there to decide at')
  return desk
}

function useDecisionState(desk: PendingDecisions): PendingDecisionState {
  return useSyncExternalStore(desk.subscribe, desk.state)
}

/** A listing and its decision when it was read. */
type Read = { id: string; decision: CurrentDecision | null; title?: string }

/** The decision on a listing: the one made here, or else the one it was read with. */
export function useCurrentDecision(): (listing: Read) => CurrentDecision | undefined {
  const { said } = useDecisionState(useDecisions())
  return ({ id, decision }) => (said.has(id) ? said.get(id) : (decision ?? undefined))
}

/** The saved decisions on these listings. */
export function storedDecisionsOf(
  listings: readonly Read[],
  standing: (listing: Read) => CurrentDecision | undefined,
): StoredDecision[] {
  return listings.flatMap((listing) => {
    const { verdict, id: decision } = standing(listing) ?? {}
    const { id, title } = listing
    return verdict && decision ? [{ id, decision, verdict, ...(title && { title }) }] : []
  })
}
