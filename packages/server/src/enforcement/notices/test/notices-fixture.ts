import { NoticeContentView, type RegisterExtractInput } from '@touchstone/contract'
import { defaultRegime } from '@touchstone/jurisdiction'
import { afterAll, beforeAll } from 'vitest'
import { newOrganisation } from '../../../../test/builders.ts'
import { pdf } from '../../../../test/document-files.ts'
import type { TestEngine } from '../../../../test/engines.ts'
import { memberOf, readyToNotify, type Ready } from '../../../../test/notices.ts'
import { starterPackNames } from '../../../brands/visibility/index.ts'
import { contextOf, type Actor } from '../../../access/organisations/index.ts'
import { openStore, type Transaction, type Store } from '../../../platform/db/index.ts'
import type { FetchOptions } from '../../../platform/outbound/index.ts'
import { sendNotice } from '../send-notice.ts'
import { withdrawNotice } from '../withdraw-notice.ts'
import {
  deliverNotice,
  deliverWithdrawal,
  findInternalMarketplaces,
} from '../../notice-exchange/index.ts'
import { addExtract, checkExtract, setSettings, setSignatory } from '../settings.ts'
import { checkNotice, draftNotice, readNotice, type NoticeView } from '../manage-notices.ts'

export type UserActor = Extract<Actor, { kind: 'person' }>
/** Service results before JSON, in which ids are strings all the same. */
export type NoticeWithId = NoticeView & { id: string; case: string }

const extractFile = pdf('Extract').toString('base64')

/** A rights holder ready to send notices, and another organisation that must see none of it. */
export class NoticesFixture {
  store!: Store
  admin!: UserActor
  analyst!: UserActor
  outsider!: UserActor
  now = new Date()
  outbound: FetchOptions = {}
  readonly engine = { names: starterPackNames, engine: () => 'test' }
  #count = 0

  static on(engine: TestEngine): NoticesFixture {
    const desk = new NoticesFixture()
    beforeAll(async () => {
      desk.store = await openStore(await engine.newStore())
      const house = await newOrganisation(desk.store, 'house-a', { kind: 'rights-holder' })
      const other = await newOrganisation(desk.store, 'house-b', { kind: 'rights-holder' })
      desk.admin = await memberOf(desk.store, house.id, 'Mirela Torvund')
      desk.analyst = await memberOf(desk.store, house.id, 'Dewi Lestari', ['analyst'])
      desk.outsider = await memberOf(desk.store, other.id, 'Jonas Brandt')
      const input = { id: desk.admin.id, authorised: true, until: null }
      await desk.as(desk.admin, (handle) => setSignatory({ handle, actor: desk.admin, input }))
    })
    afterAll(() => desk.store?.close())
    return desk
  }

  as<T>(actor: UserActor, work: (handle: Transaction) => Promise<T>): Promise<T> {
    return this.store.transact(contextOf(actor), work)
  }

  /** Listings of a new case with captures, an approved claim and, by default, a register extract. */
  async ready(
    extract: Partial<RegisterExtractInput> | null = {},
    urls?: readonly string[],
  ): Promise<Ready> {
    const number = ++this.#count
    const ready = await readyToNotify(this.store, {
      slug: 'house-a',
      actor: this.admin,
      urls: urls ?? [`https://pasar.example/${number}/1`, `https://pasar.example/${number}/2`],
    })
    if (extract !== null) {
      const input: RegisterExtractInput = {
        claim: ready.claim,
        name: 'VELMORAQ (EU trade mark 018000009)',
        kind: 'trade-mark',
        territory: ['EM'],
        classes: [18, 25],
        validFrom: '2019-03-01',
        validUntil: null,
        on: this.now.toISOString().slice(0, 10),
        mediaType: 'application/pdf',
        content: extractFile,
        ...extract,
      }
      const { admin: actor } = this
      const checked = await checkExtract(input, actor.organisationId)
      await this.as(actor, (handle) => addExtract({ handle, actor, input: checked }))
    }
    return ready
  }

  content(ready: Ready, more: Partial<NoticeContentView> = {}): NoticeContentView {
    return NoticeContentView.parse({
      regime: defaultRegime,
      ground: 'counterfeit',
      claim: ready.claim,
      territory: ['DE'],
      classes: [18],
      items: ready.listings.map((listing, place) => ({
        listing,
        capture: ready.captures[place],
        reasons: 'The title says “replica 1:1”. The house makes no such model.',
        evidence: [{ kind: 'never-made', statement: 'No such model stands in the catalog.' }],
      })),
      signatory: this.admin.id,
      contact: 'rights@house-a.example',
      goodFaith: true,
      recipients: [{ by: 'email', to: 'notices@pasar.example' }],
      ...more,
    })
  }

  async draft(ready: Ready, more: Partial<NoticeContentView> = {}): Promise<NoticeWithId> {
    const input = { caseId: ready.case, content: this.content(ready, more) }
    const { analyst: actor } = this
    return this.as(
      actor,
      (handle) => draftNotice({ handle, actor, input }) as Promise<NoticeWithId>,
    )
  }

  async check(id: string) {
    const { analyst: actor, now, store } = this
    const input = {
      id,
      now,
      inside: await findInternalMarketplaces(store, id),
      engine: this.engine,
    }
    return this.as(actor, (handle) => checkNotice({ handle, actor, input }))
  }

  async send(id: string, actor = this.analyst, expectedVersion?: number): Promise<NoticeWithId> {
    const { now, store } = this
    const marketplaces = await findInternalMarketplaces(store, id)
    const input = { id, now, inside: marketplaces, expectedVersion, engine: this.engine }
    await this.as(actor, async (handle) => {
      await sendNotice({ handle, actor, input })
      await deliverNotice({ handle, id, marketplaces, now })
    })
    return this.read(id, actor)
  }

  async withdraw(id: string, reason = 'The seller has shown an invoice.'): Promise<NoticeWithId> {
    const { analyst: actor, now } = this
    await this.as(actor, async (handle) => {
      await withdrawNotice({ handle, actor, input: { id, cause: 'mistaken', reason, now } })
      await deliverWithdrawal({ handle, id, now })
    })
    return this.read(id)
  }

  read(id: string, actor: UserActor = this.analyst): Promise<NoticeWithId> {
    return this.as(
      actor,
      (handle) => readNotice({ handle, actor, input: { id } }) as Promise<NoticeWithId>,
    )
  }

  async settings(secondPerson: boolean, remindDays = 7, reminders = 2): Promise<void> {
    const input = { secondPerson, remindDays, reminders, contact: null }
    const { admin: actor } = this
    await this.as(actor, (handle) => setSettings({ handle, actor, input }))
  }
}
