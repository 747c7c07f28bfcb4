import { useQuery } from '@tanstack/react-query'
import type { ReferralDraft } from '@touchstone/contract'
import { server } from '../../connection/index.ts'
import { referralsKey } from './queries.ts'

type EarlierRecipient = { name: string; recipient: ReferralDraft['recipient'] }

/** How many sent dossiers are looked through, and most recipients of them that are offered. */
const most = { dossiers: 100, recipients: 8 } as const

/** The recipients of the dossiers that the organisation sent last, each once. */
export function useEarlierRecipients() {
  return useQuery({
    queryKey: [...referralsKey, 'recipients'],
    staleTime: 60_000,
    queryFn: async ({ signal }): Promise<EarlierRecipient[]> => {
      const { items } = await server.referrals.list({ query: { limit: most.dossiers }, signal })
      const newest = new Map(
        items
          .filter(({ sentAt }) => sentAt !== null)
          .toReversed()
          .map(({ recipient, id }) => [recipient, id]),
      )
      const wanted = [...newest].toReversed().slice(0, most.recipients)
      const read = await Promise.all(
        wanted.map(async ([name, id]) => {
          const { draft } = await server.referrals.read({ params: { id }, signal })
          return draft === null ? [] : [{ name, recipient: draft.recipient }]
        }),
      )
      return read.flat()
    },
  })
}
