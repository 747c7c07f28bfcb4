import type { InboxView, InboxCountView, InboxItemView, InboxUrgency } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { asOperator, newOrganisation, personOf } from '../../../../test/builders.ts'
import { pdf } from '../../../../test/document-files.ts'
import type { TestEngine } from '../../../../test/engines.ts'
import { readyToNotify, type Ready } from '../../../../test/notices.ts'
import { newApi, newClock, newMember, type Answer, type Browser } from '../../../../test/users.ts'
import { contextOf } from '../../../access/organisations/index.ts'
import { starterPackNames } from '../../../brands/visibility/index.ts'
import { openStore, type Store } from '../../../platform/db/index.ts'
import { readInbox } from '../read-inbox.ts'
import { inOrder, type InboxItem } from '../types.ts'

export type Body = Record<string, unknown>

export async function bodyOf(answer: Promise<Answer>): Promise<Body> {
  const { status, body } = await answer
  if (status >= 300) throw new Error(JSON.stringify(body))
  return body
}

export const hour = 3_600_000

export function idsOf(items: readonly { id: string }[]): string[] {
  return items.map(({ id }) => id).sort()
}

/** A rights holder and a marketplace of an alliance, with a person of each role, and an authority. */
export class InboxFixture {
  readonly clock = newClock()
  readonly store: Store
  readonly app: FastifyInstance
  people!: Record<'ada' | 'dewi' | 'hana' | 'otto' | 'rhea' | 'ana' | 'aud' | 'vera', Browser>
  house!: string
  market!: string
  /** What a notice of the rights holder rests on: two listings to block, never decided on. */
  ready!: Ready
  signatory!: string

  private constructor(store: Store) {
    this.store = store
    this.app = newApi(store, this.clock)
  }

  static async open(engine: TestEngine): Promise<InboxFixture> {
    const fixture = new InboxFixture(await openStore(await engine.newStore()))
    await fixture.#fill()
    return fixture
  }

  async #fill(): Promise<void> {
    const { store, app } = this
    this.house = (
      await newOrganisation(store, 'house-a', { kind: 'rights-holder', name: 'Velmoraq' })
    ).id
    this.market = (await newOrganisation(store, 'market-a', { name: 'Harbour Bazaar' })).id
    await newOrganisation(store, 'customs', { kind: 'authority', name: 'Customs' })
    const member = (slug: string, name: string, roles: string[]) =>
      newMember(app, store, slug, `${name}@${slug}.example`, { roles })
    this.people = {
      ada: await member('house-a', 'ada', ['admin']),
      dewi: await member('house-a', 'dewi', ['analyst']),
      hana: await member('house-a', 'hana', ['auditor']),
      otto: await member('market-a', 'otto', ['admin']),
      rhea: await member('market-a', 'rhea', ['reviewer']),
      ana: await member('market-a', 'ana', ['analyst']),
      aud: await member('market-a', 'aud', ['auditor']),
      vera: await member('customs', 'vera', ['admin']),
    }
    const { person } = await bodyOf(this.people.ada.get('/api/v1/session'))
    this.signatory = (person as { id: string }).id
    const actor = { ...personOf(this.house), id: this.signatory }
    const urls = ['https://market-a.example/item/1', 'https://market-a.example/item/2']
    this.ready = await readyToNotify(store, { slug: 'house-a', actor, urls })
  }

  async inbox(who: Browser, limit = 100): Promise<InboxView> {
    return (await bodyOf(who.get(`/api/v1/inbox?limit=${limit}`))) as unknown as InboxView
  }

  /** What of a kind waits for somebody; as many as are counted. */
  async waiting(who: Browser, kind: InboxItemView['kind']): Promise<InboxItemView[]> {
    const { items, counts } = await this.inbox(who)
    const found = items.filter((item) => item.kind === kind)
    const counted = counts.find((one) => one.kind === kind)
    if ((counted?.count ?? 0) !== found.length) {
      throw new Error(`${found.length} items of ${kind} are counted as ${counted?.count}`)
    }
    return found
  }

  /** What waits for a person of the marketplace at another time. */
  async itemsAt(who: Browser, at: number): Promise<InboxItem[]> {
    const { person } = await bodyOf(who.get('/api/v1/session'))
    const actor = { ...personOf(this.market), id: (person as { id: string }).id }
    const now = new Date(at)
    const source = { names: starterPackNames, engine: () => 'test' }
    const waiting = await this.store.transact(contextOf(actor), (handle) =>
      readInbox({ handle, actor, source, now, limit: 100 }),
    )
    return inOrder(waiting, now)
  }

  /** How urgent the items of a kind are then. */
  async urgencies(who: Browser, kind: InboxItemView['kind'], at: number): Promise<InboxUrgency[]> {
    const items = await this.itemsAt(who, at)
    return items.filter((item) => item.kind === kind).map(({ urgency }) => urgency)
  }

  async counts(who: Browser): Promise<InboxCountView[]> {
    const { counts } = await bodyOf(who.get('/api/v1/inbox/counts'))
    return counts as InboxCountView[]
  }

  /** The ids in a list of the API. */
  async listed(who: Browser, url: string): Promise<string[]> {
    const { items } = await bodyOf(who.get(url))
    return (items as { id: string }[]).map(({ id }) => id)
  }

  /** A notice of both listings to the marketplace, as a draft. */
  async draftNotice(by: Browser): Promise<string> {
    const { ready, signatory, people, clock } = this
    const today = new Date(clock.now).toISOString().slice(0, 10)
    await bodyOf(
      people.ada.post('/api/v1/register-extracts', {
        name: 'VELMORAQ',
        kind: 'trade-mark',
        territory: ['EM'],
        classes: [18],
        claim: ready.claim,
        validFrom: '2019-03-01',
        on: today,
        mediaType: 'application/pdf',
        content: pdf('Extract').toString('base64'),
      }),
    )
    await bodyOf(
      people.ada.ask('PUT', `/api/v1/notice-signatories/${signatory}`, { authorised: true }),
    )
    const drafted = await bodyOf(
      by.post('/api/v1/notices', {
        case: ready.case,
        ground: 'counterfeit',
        claim: ready.claim,
        territory: ['DE'],
        classes: [18],
        signatory,
        contact: 'rights@house-a.example',
        goodFaith: true,
        items: ready.listings.map((listing, place) => ({
          listing,
          capture: ready.captures[place],
          reasons: 'The title says “replica 1:1”.',
          evidence: [{ kind: 'never-made', statement: 'No such model stands in the catalog.' }],
        })),
        recipients: [{ by: 'inside', organisation: 'market-a' }],
      }),
    )
    return drafted['id'] as string
  }

  /** A capture of a listing that failed at a time. */
  async failedCapture(url: string, at: Date): Promise<string> {
    const { store, house } = this
    const { rows } = await asOperator(store, (handle) =>
      sql<{ id: string }>`
        insert into captures (id, organisation_id, url, operator, reason, state, outcome, sentence,
          requested_at, ended_at)
        values (gen_random_uuid(), ${house}::uuid, ${url}, 'Dewi', 'the title', 'failed', 'error',
          'The page did not respond.', ${at}::timestamptz, ${at}::timestamptz)
        returning id`.execute(handle),
    )
    return rows[0]!.id
  }

  async close(): Promise<void> {
    await this.app.close()
    await this.store.close()
  }
}
