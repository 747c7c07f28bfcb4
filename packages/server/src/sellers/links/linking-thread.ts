import { RequestThread } from '../../platform/request-thread/index.ts'
import type {
  CurrentListing,
  LinkChanges,
  LinkMemory,
  LinkUpdate,
  ListingIdentifiers,
  NetworkMembers,
} from './types.ts'

type Of<T> = { organisationId: string } & T

export type LinkingRequests = {
  open: { ask: Of<{ memory: LinkMemory }>; answer: true }
  load: { ask: Of<{ listings: readonly CurrentListing[] }>; answer: true }
  identify: { ask: Of<{ listings: readonly CurrentListing[] }>; answer: ListingIdentifiers[] }
  members: { ask: Of<object>; answer: NetworkMembers[] }
  update: { ask: Of<{ changes: LinkChanges }>; answer: LinkUpdate }
  forget: { ask: Of<object>; answer: boolean }
}

/** Links accounts in its own thread, in the memory of which they are: comparing takes seconds, during which requests would wait. */
export class LinkingThread {
  readonly #thread: RequestThread<LinkingRequests>

  /** @param onLost called when the thread had to restart without memory */
  constructor(onLost: () => void) {
    this.#thread = new RequestThread(new URL('./linking-worker.ts', import.meta.url), {}, onLost)
  }

  async open(organisationId: string, memory: LinkMemory): Promise<void> {
    await this.#thread.request('open', { organisationId, memory })
  }

  async load(organisationId: string, listings: readonly CurrentListing[]): Promise<void> {
    await this.#thread.request('load', { organisationId, listings })
  }

  /** Loads listings, and returns the identifiers in them. */
  identify(
    organisationId: string,
    listings: readonly CurrentListing[],
  ): Promise<ListingIdentifiers[]> {
    return this.#thread.request('identify', { organisationId, listings })
  }

  /** The accounts of all networks, as they were last linked. */
  members(organisationId: string): Promise<NetworkMembers[]> {
    return this.#thread.request('members', { organisationId })
  }

  update(organisationId: string, changes: LinkChanges): Promise<LinkUpdate> {
    return this.#thread.request('update', { organisationId, changes })
  }

  async forget(organisationId: string): Promise<void> {
    await this.#thread.request('forget', { organisationId })
  }

  close(): Promise<void> {
    return this.#thread.close()
  }
}
