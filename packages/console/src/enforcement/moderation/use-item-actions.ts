import { useQueryClient } from '@tanstack/react-query'
import { server } from '../../connection/index.ts'
import {
  noticeKey,
  ownKey,
  type ModerationAction,
  type FollowUpAction,
  type OwnRestriction,
  type Received,
  type SellerLink,
} from './queries.ts'

export type ItemActions = {
  /** Applies one action to the item and shows the notice's new state. */
  run: (action: ModerationAction) => Promise<unknown>
}

/** Actions on one item of a notice; a seller's appeal link is shown only once. */
export function useItemActions(
  id: string,
  position: number,
  onLink?: (link: SellerLink) => void,
): ItemActions {
  const queries = useQueryClient()
  return {
    run: async (action) => {
      const read = queries.getQueryData<Received>(noticeKey(id))
      const version = read?.items.find((item) => item.position === position)?.version
      const { sellerLink, ...notice } = await server.moderation.act({
        params: { id, position: String(position) },
        body: { action, expectedVersion: version },
      })
      // Measures, queues and related lists may change with it.
      for (const key of ['received items', 'measures', 'filings', 'proceeding', 'misuse']) {
        void queries.invalidateQueries({ queryKey: [key] })
      }
      queries.removeQueries({ queryKey: [...noticeKey(id), 'draft'] })
      queries.setQueryData(noticeKey(id), notice)
      if (sellerLink !== null) onLink?.(sellerLink)
    },
  }
}

/** Actions on a restriction without a notice, like `useItemActions`. */
export function useRestrictionActions(id: string, onLink: (link: SellerLink) => void): ItemActions {
  const queries = useQueryClient()
  return {
    run: async (act) => {
      // A restriction without a notice has only the follow-up actions.
      const action = act as FollowUpAction
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
