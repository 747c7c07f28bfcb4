import { randomUUID } from 'node:crypto'
import type { ModerationAction } from '@touchstone/contract'
import { afterAll, beforeAll } from 'vitest'
import type { TestEngine } from '../../../../test/engines.ts'
import { openStore, type Store } from '../../../platform/db/index.ts'
import { listActiveMeasures, type MeasureRow } from '../measures-repository.ts'
import { MarketplaceFixture } from './marketplace-fixture.ts'

export const decideAction: Extract<ModerationAction, { type: 'decide' }> = {
  type: 'decide',
  outcome: 'no-action',
  reasons: 'The name on it is not the registered one.',
}

/** An organisation of the installation as notifier. */
export const internalSender = () => ({ organisationId: randomUUID(), noticeId: randomUUID() })

/** One store of an engine, with a marketplace that decides on notices. */
export class ModerationFixture {
  store!: Store
  market!: MarketplaceFixture
  #number = 5000

  static on(engine: TestEngine): ModerationFixture {
    const desk = new ModerationFixture()
    beforeAll(async () => {
      desk.store = await openStore(await engine.newStore())
      desk.market = await MarketplaceFixture.in(desk.store, 'pasar')
    })
    afterAll(() => desk.store?.close())
    return desk
  }

  /** Ingests a listing without notices, and returns its number. */
  readonly listing = async (): Promise<string> => (await this.listed()).number

  /** Like `listing`, with the listing's id. */
  readonly listed = async (): Promise<{ id: string; number: string }> => {
    const number = String(++this.#number)
    return { id: await this.market.take(number), number }
  }

  /** The states of workflow instances from a notice's first item, by name without its id. */
  readonly states = async (received: { id: string }): Promise<Record<string, string>> => {
    const { items } = await this.market.read(received)
    const instances = items[0]!.instances.map(({ id, state }) => [
      id.replace(/^n-[^/]+/, 'n'),
      state,
    ])
    return Object.fromEntries(instances) as Record<string, string>
  }

  readonly holding = (): Promise<MeasureRow[]> => {
    const { market } = this
    const query = { organisationId: market.organisationId, limit: 200 }
    return market.as((handle) => listActiveMeasures(handle, query))
  }
}
