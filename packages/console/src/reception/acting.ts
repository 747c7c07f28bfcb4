import { useQueryClient } from '@tanstack/react-query'
import { server } from '../connection/index.ts'
import { noticeKey, type Act } from './queries.ts'

type Acted = Awaited<ReturnType<typeof server.reception.act>>

export type Doing = {
  /** Does one thing about an item and takes over what the notice is then. */
  run: (act: Act) => Promise<Acted>
}

/** Acts on one item of a notice. */
export function useDoing(id: string, position: number): Doing {
  const queries = useQueryClient()
  return {
    run: async (act) => {
      const acted = await server.reception.act({
        params: { id, position: String(position) },
        body: act,
      })
      // The seller's link is shown this once, and kept nowhere.
      const { sellerLink: _, ...notice } = acted
      // What holds, waits or runs elsewhere follows from it.
      for (const key of ['received items', 'measures', 'filings', 'proceeding', 'misuse']) {
        void queries.invalidateQueries({ queryKey: [key] })
      }
      queries.removeQueries({ queryKey: [...noticeKey(id), 'draft'] })
      queries.setQueryData(noticeKey(id), notice)
      return acted
    },
  }
}
