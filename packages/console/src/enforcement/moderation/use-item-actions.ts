import { useQueryClient } from '@tanstack/react-query'
import { server } from '../../connection/index.ts'
import {
  noticeKey,
  ownKey,
  type Act,
  type FollowingAct,
  type OwnRestriction,
  type Received,
  type SellerLink,
} from './queries.ts'

export type ItemActions = {
  /** Does one thing about an item and takes over what the notice is then. */
  run: (act: Act) => Promise<unknown>
}

/** Acts on one item of a notice; a link for its seller is told this once. */
export function useItemActions(
  id: string,
  position: number,
  onLink?: (link: SellerLink) => void,
): ItemActions {
  const queries = useQueryClient()
  return {
    run: async (act) => {
      const read = queries.getQueryData<Received>(noticeKey(id))
      const version = read?.items.find((item) => item.position === position)?.version
      const { sellerLink, ...notice } = await server.moderation.act({
        params: { id, position: String(position) },
        body: { action: act, expectedVersion: version },
      })
      // What holds, waits or runs elsewhere follows from it.
      for (const key of ['received items', 'measures', 'filings', 'proceeding', 'misuse']) {
        void queries.invalidateQueries({ queryKey: [key] })
      }
      queries.removeQueries({ queryKey: [...noticeKey(id), 'draft'] })
      queries.setQueryData(noticeKey(id), notice)
      if (sellerLink !== null) onLink?.(sellerLink)
    },
  }
}

/** Acts on a restriction that no notice led to, as `useDoing` on an item. */
export function useRestrictionActions(id: string, onLink: (link: SellerLink) => void): ItemActions {
  const queries = useQueryClient()
  return {
    run: async (act) => {
      // Of a restriction there are no other steps than those that follow one.
      const action = act as FollowingAct
      const version = queries.getQueryData<OwnRestriction>(ownKey(id))?.version
      const { sellerLink, ...restriction } = await server.moderation.actOnOwn({
        params: { id },
        body: { action, expectedVersion: version },
      })
      for (const key of ['measures', 'filings', 'proceeding', 'misuse']) {
        void queries.invalidateQueries({ queryKey: [key] })
      }
      queries.setQueryData(ownKey(id), restriction)
      if (sellerLink !== null) onLink(sellerLink)
    },
  }
}
