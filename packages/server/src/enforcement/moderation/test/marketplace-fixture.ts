import type {
  FollowUpAction,
  Notice,
  ModerationAction,
  ModerationSettingsInput,
  StatementOfReasons,
} from '@touchstone/contract'
import type { ServerAddress } from '../../../platform/http/index.ts'
import { sql } from 'kysely'
import { statementsOf } from '../measures-repository.ts'
import { applyItemAction } from '../item-actions.ts'
import { setModerationSettings } from '../settings.ts'
import type { SellerLink } from '../create-appeal-link.ts'
import {
  applyOwnInitiativeAction,
  previewOwnInitiative,
  proposeOwnInitiative,
  readOwnInitiative,
} from '../own-initiative.ts'
import { receiveNotice, type ReceivedNotice, type NoticeSender } from '../receive-notice.ts'
import {
  readStatementDraft,
  readNotice,
  readQueue,
  type AssessmentSource,
} from '../moderation-queue.ts'
import { contextOf, type Actor } from '../../../access/organisations/index.ts'
import { ListingIngest, ingestListing } from '../../../listings/ingest/index.ts'
import type { Context, Transaction, Store } from '../../../platform/db/index.ts'
import { compileEngine, screenInProcess } from '../../../listings/screening/index.ts'
import { starterPackNames } from '../../../brands/visibility/index.ts'
import { asOperator, newOrganisation, personOf } from '../../../../test/builders.ts'

type Person = Actor & { kind: 'person' }

const houseOf = (more: Partial<ModerationSettingsInput> = {}): ModerationSettingsInput => ({
  profile: { tier: 'marketplace', sizeClass: 'other' },
  settings: {},
  door: 'open',
  texts: {
    platform: 'Pasar',
    complaints: 'https://pasar.example/complaints',
    bodies: 'Any certified body on the list of the Commission.',
    court: 'The courts of your seat, at any time.',
    territory: ['DE', 'FR'],
  },
  sellerLink: { send: true, days: 184, locale: 'en' },
  ...more,
})

export const validNotice = (number = '4711', more: Partial<Notice> = {}): Notice => ({
  items: [
    {
      urls: [`https://pasar.example/item/${number}`],
      identifiers: [number],
      reasons: 'The title says “replica”, and the name on it is our registered mark.',
    },
  ],
  name: 'Maren Osk',
  email: 'maren@velmoraq.example',
  goodFaith: true,
  ground: 'counterfeit',
  right: { number: '018000001', office: 'EM', holder: 'Velmoraq Holding' },
  ...more,
})

type QueuedEmail = {
  key: string
  to: string
  subject: string
  text: string
  about: { kind: string; id: string }
}

export const servedLocally: ServerAddress = { origin: 'http://localhost:8080', isPublic: false }

/** A marketplace with members, a listing, and its queued emails. */
export class MarketplaceFixture {
  /** In the order of queueing. */
  messages: readonly QueuedEmail[] = []
  readonly organisationId: string
  readonly admin: Person
  readonly analyst: Person
  readonly reviewer: Person
  now = new Date('2026-03-02T09:00:00Z')
  /** Where sellers reach the server; no mail names a link unless it is public. */
  serverAddress = servedLocally
  readonly #store: Store
  readonly #engine: AssessmentSource

  private constructor(store: Store, organisationId: string) {
    this.#store = store
    this.organisationId = organisationId
    this.admin = personOf(organisationId)
    this.analyst = personOf(organisationId, ['analyst'])
    this.reviewer = personOf(organisationId, ['reviewer'])
    const names = starterPackNames()
    this.#engine = { names: () => names, engine: () => engine.name }
  }

  static async in(
    store: Store,
    slug: string,
    settings: Partial<ModerationSettingsInput> = {},
  ): Promise<MarketplaceFixture> {
    const { id } = await newOrganisation(store, slug)
    const market = new MarketplaceFixture(store, id)
    await market.set(settings)
    return market
  }

  async readMessages(): Promise<readonly QueuedEmail[]> {
    // Rows of one transaction have the same time; nothing here updates or deletes rows.
    const { rows } = await asOperator(this.#store, (handle) =>
      sql<QueuedEmail>`
        select key, recipient as to, subject, body as text,
          json_build_object('kind', about_kind, 'id', about_id) as about
        from messages where organisation_id = ${this.organisationId}::uuid
        order by created_at, ctid`.execute(handle),
    )
    this.messages = rows
    return rows
  }

  as<T>(work: (handle: Transaction) => Promise<T>, actor: Actor = this.admin): Promise<T> {
    return this.#run(contextOf(actor), work)
  }

  /** The organisation's own background work. */
  scope<T>(work: (handle: Transaction) => Promise<T>): Promise<T> {
    const { organisationId } = this
    const actor = { kind: 'operator', id: 'moderation' } as const
    return this.#run({ as: 'tenant', organisationId, actor }, work)
  }

  async #run<T>(context: Context, work: (handle: Transaction) => Promise<T>): Promise<T> {
    const result = await this.#store.transact(context, work)
    await this.readMessages()
    return result
  }

  async set(settings: Partial<ModerationSettingsInput>): Promise<void> {
    const { admin: actor, now } = this
    await this.as((handle) =>
      setModerationSettings({ handle, actor, input: houseOf(settings), now }),
    )
  }

  later(hours: number): void {
    this.now = new Date(this.now.getTime() + hours * 3_600_000)
  }

  receive(
    notice: Notice,
    from: NoticeSender = { stranger: { network: '192.0.2.7' } },
    sendsMail = true,
  ): Promise<ReceivedNotice> {
    const { organisationId, now } = this
    const evidence = 'organisationId' in from ? [{ sha256: 'a'.repeat(64), items: 3 }] : []
    return this.scope((handle) =>
      receiveNotice({ handle, organisationId, from, notice, evidence, now, sendsMail }),
    )
  }

  act(
    { id }: { id: string },
    action: ModerationAction,
    actor: Actor = this.analyst,
    position = 0,
    expectedVersion?: number,
  ): Promise<SellerLink | undefined> {
    const { now, serverAddress } = this
    const input = { id, position, action, expectedVersion }
    const acting = { actor, now, sendsMail: true, serverAddress, input }
    return this.as((handle) => applyItemAction({ handle, ...acting }), actor)
  }

  propose(listing: string, source: 'own-initiative' | 'terms-report' = 'own-initiative') {
    const { admin: actor, now } = this
    const options = { actor, now, engine: this.#engine, input: { listing, source } }
    return this.as((handle) => proposeOwnInitiative({ handle, ...options }))
  }

  readOwn(id: string) {
    const { admin: actor, now } = this
    const options = { actor, now, engine: this.#engine, input: { id } }
    return this.as((handle) => readOwnInitiative({ handle, ...options }))
  }

  previewOwn(id: string, instance: string, statement: StatementOfReasons) {
    const { admin: actor, now } = this
    const input = { id, instance, statement }
    return this.as((handle) => previewOwnInitiative({ handle, actor, now, input }))
  }

  actOnOwn(
    id: string,
    action: FollowUpAction,
    actor: Person = this.admin,
    expectedVersion?: number,
  ): Promise<SellerLink | undefined> {
    const { now, serverAddress } = this
    const acting = {
      actor,
      now,
      sendsMail: true,
      serverAddress,
      input: { id, action, expectedVersion },
    }
    return this.as((handle) => applyOwnInitiativeAction({ handle, ...acting }), actor)
  }

  async take(
    id: string,
    title = 'Velmoraq sandal, replica 1:1',
    url = `https://pasar.example/item/${id}`,
  ): Promise<string> {
    const intake = new ListingIngest({ store: this.#store, screening: screenInProcess(engine) })
    const seller = { id: `seller-of-${id}`, name: 'Lumen Trade Ltd' }
    const input = { id, title, url, seller, price: { amount: '40', currency: 'EUR' } }
    const taken = await ingestListing({ intake, actor: this.admin, input })
    await intake.close()
    return taken.id
  }

  async waiting() {
    const { admin: actor, now } = this
    const options = { actor, now, engine: this.#engine, input: { limit: 200 } }
    const queue = await this.as((handle) => readQueue({ handle, ...options }))
    return queue.map(({ shown }) => shown)
  }

  read({ id }: { id: string }) {
    const { admin: actor } = this
    return this.as((handle) => readNotice({ handle, actor, engine: this.#engine, input: { id } }))
  }

  draft({ id }: { id: string }, position = 0) {
    const { admin: actor, now } = this
    const input = { id, position }
    return this.as((handle) =>
      readStatementDraft({ handle, actor, engine: this.#engine, input, now }),
    )
  }

  statements(proceedingId: string) {
    return this.as((handle) => statementsOf(handle, this.organisationId, proceedingId))
  }

  /** One person's actions up to the decision. */
  async upTo(received: { id: string }, action: ModerationAction): Promise<void> {
    await this.act(received, {
      type: 'triage',
      knowledge: 'yes',
      knowledgeReason: 'The title says so.',
      lifeSafety: false,
    })
    await this.act(received, { type: 'start-review' })
    await this.act(received, action)
  }

  /** The draft as completed by a person. */
  async completed(received: { id: string }, more: Partial<StatementOfReasons> = {}) {
    const { draft } = await this.draft(received)
    const ground = { ...(draft['ground'] as object), why: 'The holder of the mark never made it.' }
    const facts = draft['facts'] ?? 'The title of the listing says “replica 1:1”.'
    const measures = [{ measure: 'disable' }]
    return { ...draft, ground, facts, measures, ...more } as StatementOfReasons
  }

  /** Decides to restrict, and restricts. */
  async restrict(
    received: { id: string },
    more: Partial<StatementOfReasons> = {},
    decision: { byAssessment?: boolean } = {},
  ): Promise<string> {
    const reasons = 'Its title says that it is a replica, and the name on it is a registered mark.'
    await this.upTo(received, { type: 'decide', outcome: 'restrict', reasons, ...decision })
    const instance = `n-${received.id}-0/restriction`
    const statement = await this.completed(received, more)
    const deliver = { by: 'mail', to: 'lumen@trade.example' } as const
    await this.act(received, {
      type: 'restrict',
      instance,
      statement,
      deliver,
      illegalProduct: true,
    })
    return instance
  }
}

const brand = { id: 'velmoraq', name: 'Velmoraq', aliases: [] }
const engine = compileEngine({ brands: [brand] })
