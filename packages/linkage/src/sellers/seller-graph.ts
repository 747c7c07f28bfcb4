import type { AccountName } from '../networks/index.ts'
import type { HubDecision } from './hub-decisions.ts'
import type { Judgement } from './judgements.ts'
import type { SellerComponent } from './seller-components.ts'

/** What is known of the pairs of accounts, from which a later run goes on. */
export type SellerGraph = {
  /** The key of each account, in their order. */
  accounts: readonly string[]
  /** Of each account, the others that are compared with it, ascending. */
  candidates: readonly Int32Array[]
  /** Of each candidate: 1024ths of a bit, twice, and 1 if they may ground a link. */
  evidence: readonly Int32Array[]
  components: readonly SellerComponent[]
  judged: readonly { a: string; b: string; judgement: Judgement['judgement'] }[]
  /** Bits from which two accounts are linked. */
  least: number
  /** Whether judgements alone link accounts. */
  judgedAlone?: boolean
  /** What people decided of hubs, if anything. */
  decisions?: readonly HubDecision[]
}

/** How much was made anew. */
export type GraphWork = { accounts: number; pairs: number; components: number }

/** The accounts of each network. */
export function accountsOfNetworks({ accounts, components }: SellerGraph): AccountName[][] {
  return components.flatMap(({ networks }) =>
    networks.map(({ members }) =>
      members.map((member): AccountName => {
        const [seller, marketplace] = JSON.parse(accounts[member] ?? '') as [string, string]
        return { seller, marketplace }
      }),
    ),
  )
}
