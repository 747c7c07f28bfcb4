import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ReferralDetailView, ReferralItemView, SellerNetworkView } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { asOperator, newKey, newOrganisation, newStandingClaim } from '../../../../test/builders.ts'
import { newEvidence } from '../../../../test/evidence.ts'
import { newApi, newMember, type Browser } from '../../../../test/users.ts'
import { screenInProcess } from '../../../listings/screening/index.ts'
import { starterEngine } from '../../../../test/starter-engine.ts'
import { runCapture, type EvidenceDependencies } from '../../../investigation/evidence/index.ts'
import type { Store } from '../../../platform/db/index.ts'
import { sealerOf } from '../../../platform/encryption/index.ts'
import { askByKey } from '../../../../test/leaks/calls.ts'
import { starterPackNames } from '../../../brands/visibility/index.ts'
import { startLinkUpdates } from '../../links/index.ts'
import { makeReferralPackage, type ReferralDependencies } from '../index.ts'

type Body = Record<string, unknown>

/** What a draft needs before it can be released inside one country. */
const complainant = {
  name: 'Velmoraq Holding',
  country: 'ID',
  contact: { name: 'Desk of Velmoraq', phone: '+62 21 0000 0000' },
}

/** A brand’s house with a network of accounts, and two authorities. */
export class ReferralsFixture {
  readonly folder = mkdtempSync(join(tmpdir(), 'touchstone-referrals-'))
  readonly store: Store
  readonly sealer = sealerOf(randomBytes(32))
  readonly #engine = screenInProcess(starterEngine).name
  readonly #keys = new Map<string, string>()
  readonly evidence: EvidenceDependencies
  readonly app: FastifyInstance
  readonly due: string[] = []
  readonly people: Record<string, Browser> = {}
  house = ''
  claim = ''

  constructor(store: Store) {
    this.store = store
    const evidence = newEvidence(store, this.folder)
    // Represents a browser that received the page.
    const capture: EvidenceDependencies['capture'] = async (visit) => ({
      ...(await evidence.capture(visit)),
      outcome: 'captured',
    })
    this.evidence = { ...evidence, capture }
    this.app = newApi(
      store,
      undefined,
      { sealer: this.sealer },
      { evidence: this.evidence, onReferralPackage: ({ id }) => void this.due.push(id) },
    )
  }

  get dependencies(): ReferralDependencies {
    return {
      ...this.evidence,
      sealer: this.sealer,
      names: starterPackNames,
      engine: () => this.#engine,
    }
  }

  async open(): Promise<this> {
    const { app, store } = this
    this.house = await this.organisation('house', { kind: 'rights-holder', name: 'Velmoraq' })
    await this.organisation('rival', { kind: 'rights-holder' })
    await this.organisation('police', { kind: 'authority', name: 'Harbour Police' })
    await this.organisation('customs', { kind: 'authority', name: 'Inland Customs' })
    this.claim = (await newStandingClaim(store, 'house', 'gucci')).id
    for (const [who, slug, more] of [
      ['ana', 'house', { roles: ['analyst'] }],
      ['ada', 'house', { roles: ['admin'] }],
      ['ben', 'house', { roles: ['admin'] }],
      ['lena', 'house', { roles: ['analyst'], brands: ['gucci'] }],
      ['riv', 'rival', { roles: ['admin'] }],
      ['rob', 'rival', { roles: ['admin'] }],
      ['off', 'police', { roles: ['admin'] }],
      ['cus', 'customs', { roles: ['admin'] }],
    ] as const) {
      this.people[who] = await newMember(app, store, slug, `${who}@${slug}.example`, more)
    }
    return this
  }

  async close(): Promise<void> {
    await this.app.close()
    await this.store.close()
    rmSync(this.folder, { recursive: true })
  }

  async organisation(slug: string, more: Body): Promise<string> {
    const { id } = await newOrganisation(this.store, slug, more)
    this.#keys.set(id, (await newKey(this.store, slug, ['listings:write'])).text)
    return id
  }

  as(who: string): Browser {
    const browser = this.people[who]
    if (browser === undefined) throw new Error(`nobody is called ${who}`)
    return browser
  }

  async post<T = Body>(who: string, path: string, body: unknown): Promise<T> {
    const answer = await this.as(who).post(`/api/v1/${path}`, body)
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body))
    return answer.body as T
  }

  async get<T = Body>(who: string, path: string): Promise<T> {
    const answer = await this.as(who).get(`/api/v1/${path}`)
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body))
    return answer.body as T
  }

  /** A network of accounts with one phone number; returns its ID. */
  async network(name: string, phone: string, { size = 2, of = this.house } = {}): Promise<string> {
    const listings = Array.from({ length: size }, (_, at) =>
      Array.from({ length: 3 }, (__, number) => ({
        id: `${name}-${at}-${number}`,
        marketplace: 'bazaar',
        title: `${name}${at} wooden bowl ${number}`,
        description: `WhatsApp ${phone}`,
        url: `https://bazaar.example/${name}-${at}-${number}`,
        price: { amount: String(10 + number), currency: 'IDR' },
        unitsSold: 5,
        seller: { id: `${name}-${at}`, country: 'ID' },
      })),
    ).flat()
    await askByKey(this.app, this.#keys.get(of) ?? '', 'POST', '/api/v1/listings/batch', listings)
    const links = startLinkUpdates({
      store: this.store,
      sealer: this.sealer,
      everyMs: 3_600_000,
      leaseMs: 0,
    })
    await links.idle()
    await links.stop()
    const { rows } = await asOperator(this.store, (handle) =>
      sql<Pick<SellerNetworkView, 'id'>>`
        select network_id as id from network_memberships m
        join seller_accounts a on a.id = m.seller_account_id
        where a.seller_id = ${`${name}-0`} and m.organisation_id = ${of}::uuid
          and m.until_at is null`.execute(handle),
    )
    return rows[0]!.id
  }

  async listingsOfNetwork(network: string): Promise<string[]> {
    const { rows } = await asOperator(this.store, (handle) =>
      sql<{ id: string }>`
        select l.id from listings l
        join network_memberships m on m.seller_account_id = l.seller_account_id
        where m.network_id = ${network}::uuid and m.until_at is null order by l.id`.execute(handle),
    )
    return rows.map(({ id }) => id)
  }

  async capture(listing: string): Promise<string> {
    const url = `https://toko.example/${listing}`
    const asked = { url, reason: 'The title says “replica”.', listing }
    const { id } = await this.post<{ id: string }>('ana', 'captures', asked)
    await runCapture(this.evidence, id)
    return id
  }

  /** A draft that lacks nothing without which it cannot be sent. */
  async draft(network: string, more: Body = {}): Promise<ReferralDetailView> {
    const drafted = await this.post<ReferralDetailView>('ana', 'referrals', {
      template: 'counsel',
      source: { kind: 'network', network },
      title: 'Bags of one network',
      recipient: { kind: 'organisation', organisation: 'police', country: 'ID', office: 'police' },
      ...more,
    })
    return this.change('ana', drafted, {
      complainant,
      rights: [{ claim: this.claim, mark: 'GUCCI', territory: ['EU'] }],
      examination: {
        examiner: 'A. Examiner',
        examinedOn: '2026-11-02',
        statement: 'The stitching differs from genuine pieces.',
      },
    })
  }

  async change(
    who: string,
    { id, version }: ReferralDetailView,
    draft: Body,
  ): Promise<ReferralDetailView> {
    const answer = await this.as(who).ask('PATCH', `/api/v1/referrals/${id}`, {
      draft,
      expectedVersion: version,
    })
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body))
    return answer.body as unknown as ReferralDetailView
  }

  act(who: string, id: string, action: Body): Promise<ReferralDetailView> {
    return this.post(who, `referrals/${id}/actions`, { action })
  }

  async tryAction(who: string, id: string, action: Body): Promise<{ status: number; body: Body }> {
    return this.as(who).post(`/api/v1/referrals/${id}/actions`, { action })
  }

  /** Makes and sends every package that was released. */
  async pack(): Promise<void> {
    for (const id of this.due.splice(0)) await makeReferralPackage(this.dependencies, id)
  }

  /** A referral that its recipient has. */
  async sent(network: string, more: Body = {}): Promise<ReferralDetailView> {
    const { id } = await this.draft(network, more)
    await this.act('ana', id, { type: 'submit' })
    await this.act('ada', id, { type: 'release' })
    await this.pack()
    return this.get('ada', `referrals/${id}`)
  }

  async items(who: string, id: string, kind?: string): Promise<ReferralItemView[]> {
    const query = kind === undefined ? '' : `&kind=${kind}`
    const page = await this.get(who, `referrals/${id}/items?limit=200${query}`)
    return page['items'] as ReferralItemView[]
  }
}
