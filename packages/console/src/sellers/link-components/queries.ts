import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type {
  IdentifierPurpose,
  LinkContestActionInput,
  LinkContestInput,
  LinkContestState,
  LinkHubActionInput,
  LinkJudgement,
  LinkJudgementActionInput,
  LinkModelAction,
  SellerLinkState,
} from '@touchstone/contract'
import { pagination, placed, server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type AccountLink = Answer<Client['sellerLinks']['list']>['items'][number]
export type LinkReason = AccountLink['reasons'][number]
export type LinkAccount = AccountLink['a']
export type LinkPair = Answer<Client['sellerLinks']['pair']>
export type StoredJudgement = Answer<Client['linkJudgements']['list']>['items'][number]
export type LinkHub = Answer<Client['linkHubs']['list']>['items'][number]
export type LinkContest = Answer<Client['linkContests']['list']>['items'][number]
export type LinkContestDetails = Answer<Client['linkContests']['read']>
export type LinkModel = Answer<Client['linkModels']['list']>['items'][number]
export type LinkModelDetails = Answer<Client['linkModels']['read']>
export type NetworkDetails = Answer<Client['sellerNetworks']['read']>
export type Identifier = NonNullable<LinkReason['identifier']>

const pageRows = 50
const logRows = 10
const sideRows = 6
/** While the server fits or compares a model. */
const againMilliseconds = 2000

export function useLinks(state: SellerLinkState) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['links', state],
    queryFn: ({ pageParam, signal }) =>
      server.sellerLinks.list({ query: { state, limit: pageRows, ...placed(pageParam) }, signal }),
  })
}

/** Two accounts side by side; nothing is asked while one of them is undefined. */
export function usePair(a: string | undefined, b: string | undefined): UseQueryResult<LinkPair> {
  return useQuery({
    queryKey: ['links', 'pair', a, b],
    queryFn: ({ signal }) =>
      server.sellerLinks.pair({ params: { id: a ?? '', other: b ?? '' }, signal }),
    enabled: a !== undefined && b !== undefined,
    // Links and networks follow a judgement only a moment after its answer: what was read in between is not current.
    staleTime: 0,
  })
}

export function useListingsOfSide(id: string) {
  return useQuery({
    queryKey: ['seller', id, 'listings', sideRows],
    queryFn: ({ signal }) =>
      server.listings.list({ query: { sellerAccount: id, limit: sideRows }, signal }),
  })
}

export type PairToJudge = { a: string; b: string }

type Judging = { pairs: readonly PairToJudge[]; judgement: LinkJudgement; reason: string }

export function useJudge(): UseMutationResult<StoredJudgement[], Error, Judging> {
  const changed = useChanged()
  return useMutation({
    mutationFn: async ({ pairs, judgement, reason }) => {
      const judgements = pairs.map(({ a, b }) => ({
        a,
        b,
        judgement,
        ...(reason.trim() !== '' && { reason }),
      }))
      return (await server.linkJudgements.record({ body: { judgements } })).items
    },
    onSuccess: changed,
  })
}

type JudgementAction = { ids: readonly string[]; type: LinkJudgementActionInput['action']['type'] }

/** Withdraws or approves judgements, one after another. */
export function useJudgementAction(): UseMutationResult<void, Error, JudgementAction> {
  const changed = useChanged()
  return useMutation({
    mutationFn: async ({ ids, type }) => {
      for (const id of ids)
        await server.linkJudgements.act({ params: { id }, body: { action: { type } } })
    },
    onSettled: changed,
  })
}

/** What judgements change, but for the list of pairs, whose order stays while somebody goes through it. */
function useChanged(): () => Promise<void> {
  const queries = useQueryClient()
  return async () => {
    await Promise.all(
      [['links', 'pair'], ['judgements'], ['contests'], ['networks'], ['seller']].map((queryKey) =>
        queries.invalidateQueries({ queryKey }),
      ),
    )
  }
}

export function useJudgements() {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['judgements'],
    queryFn: ({ pageParam, signal }) =>
      server.linkJudgements.list({ query: { limit: logRows, ...placed(pageParam) }, signal }),
  })
}

export type ContestFilter = { state?: LinkContestState; account?: string }

export function useContests(filter: ContestFilter) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['contests', filter],
    queryFn: ({ pageParam, signal }) =>
      server.linkContests.list({
        query: { ...filter, limit: pageRows, ...placed(pageParam) },
        signal,
      }),
  })
}

export function useContest(id: string) {
  return useQuery({
    queryKey: ['contests', 'one', id],
    queryFn: ({ signal }) => server.linkContests.read({ params: { id }, signal }),
  })
}

export function useRecordContest(): UseMutationResult<LinkContest, Error, LinkContestInput> {
  const changed = useChanged()
  return useMutation({
    mutationFn: (body) => server.linkContests.record({ body }),
    onSuccess: changed,
  })
}

type Deciding = { id: string; action: LinkContestActionInput['action'] }

export function useDecideContest(): UseMutationResult<LinkContest, Error, Deciding> {
  const changed = useChanged()
  return useMutation({
    mutationFn: ({ id, action }) => server.linkContests.act({ params: { id }, body: { action } }),
    onSettled: changed,
  })
}

type Reveal = { id: string; purpose: IdentifierPurpose }

export function useReveal(): UseMutationResult<string, Error, Reveal> {
  return useMutation({
    mutationFn: async ({ id, purpose }) => {
      const body = { action: { type: 'reveal' as const, purpose } }
      return (await server.sellerIdentifiers.act({ params: { id }, body })).value
    },
  })
}

export function useAccount(id: string) {
  return useQuery({
    queryKey: ['seller', id],
    queryFn: ({ signal }) => server.sellerAccounts.read({ params: { id }, signal }),
  })
}

export function useHubs() {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['hubs'],
    queryFn: ({ pageParam, signal }) =>
      server.linkHubs.list({ query: { limit: pageRows, ...placed(pageParam) }, signal }),
  })
}

export type HubAction = LinkHubActionInput['action']

/** Decides on a hub, withdraws a decision or approves it. Returns the hub as it is then. */
export function useHubAction(): UseMutationResult<
  LinkHub,
  Error,
  { id: string; action: HubAction }
> {
  const queries = useQueryClient()
  const changed = useChanged()
  return useMutation({
    mutationFn: async ({ id, action }) => server.linkHubs.act({ params: { id }, body: { action } }),
    onSettled: async () => {
      await Promise.all([changed(), queries.invalidateQueries({ queryKey: ['hubs'] })])
    },
  })
}

export function useLinkModels() {
  return useQuery({
    queryKey: ['link-models'],
    queryFn: async ({ signal }) => (await server.linkModels.list({ signal })).items,
    refetchInterval: ({ state }) =>
      state.data?.some(isUnderway) === true ? againMilliseconds : false,
  })
}

/** Whether the server fits it, or compares its links. */
export function isUnderway({ state, fittedAt, isComparing }: LinkModel): boolean {
  return isComparing || (state === 'draft' && fittedAt === null)
}

export function useLinkModel({ version, edits, isComparing }: LinkModel) {
  return useQuery({
    queryKey: ['link-models', version, edits, isComparing],
    queryFn: ({ signal }) =>
      server.linkModels.read({ params: { version: String(version) }, signal }),
    placeholderData: keepPreviousData,
  })
}

type ModelAction = { model: LinkModel; type: LinkModelAction['type'] }

/** Drafts a version without one, else does something with it. */
export function useModelAction(): UseMutationResult<LinkModel, Error, ModelAction | undefined> {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (what) =>
      what === undefined
        ? server.linkModels.create({})
        : server.linkModels.act({
            params: { version: String(what.model.version) },
            body: { action: { type: what.type }, expectedVersion: what.model.edits },
          }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['link-models'] }),
  })
}

/** A network now, or as it was at a time; nothing is asked without one. */
export function useNetwork(id: string | undefined, at?: string) {
  return useQuery({
    queryKey: ['networks', id, at],
    queryFn: ({ signal }) =>
      server.sellerNetworks.read({
        params: { id: id ?? '' },
        query: at === undefined ? {} : { at },
        signal,
      }),
    enabled: id !== undefined,
    placeholderData: keepPreviousData,
  })
}

/** The accounts that are likely of the same seller, and their network. */
export function useSellerLinks(id: string) {
  return useQuery({
    queryKey: ['seller', id, 'links'],
    queryFn: async ({ signal }) => {
      const { network, items } = await server.sellerLinks.ofAccount({ params: { id }, signal })
      return { network, items: items.filter(({ linked }) => linked) }
    },
  })
}

export function useIdentifiers(id: string) {
  return useQuery({
    queryKey: ['seller', id, 'identifiers'],
    queryFn: async ({ signal }) =>
      (await server.sellerIdentifiers.ofAccount({ params: { id }, signal })).items,
  })
}
