import { shareOf } from '@touchstone/evaluation'
import type { Dossier, DossierAccount, DossierLink } from '@touchstone/evidence'
import { sql } from 'kysely'
import type { Claim } from '../../brands/claims/index.ts'
import { allClaims } from '../../brands/claims/queries.ts'
import { userProfiles } from '../../access/users/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { findIdentifiers } from '../identifiers/index.ts'
import { countOverturned, type LinkRow } from '../links/index.ts'
import { findAccountsById } from '../seller-accounts/index.ts'
import { recordPrivateSellers } from '../seller-profiles/index.ts'
import { long, short } from './dossier-texts.ts'
import { readOmissions, type Omission } from './omissions.ts'
import { documentsOf } from './repository.ts'
import {
  findContests,
  findExculpations,
  findJudgements,
  findPriorSteps,
  type ContestRow,
  type Exculpation,
  type JudgedPair,
  type StepRow,
} from './schedule-repository.ts'
import type { DocumentRow, DraftRow, ReferralRow, Source } from './types.ts'

export type RightFacts = Pick<Claim, 'id' | 'owner' | 'office' | 'number' | 'state'> & {
  applies: boolean
}

/** What a dossier says, besides its listings. */
export type DossierParts = {
  row: ReferralRow
  draft: DraftRow
  source: Source
  rights: Map<string, RightFacts>
  documents: DocumentRow[]
  accounts: DossierAccount[]
  /** Accounts of the source that were erased since. */
  erased: string[]
  links: DossierLink[]
  weakest: NonNullable<Dossier['network']>['weakest']
  model: { version: string; judged: number; overturned: number } | null
  judgements: JudgedPair[]
  contests: ContestRow[]
  exculpations: Exculpation[]
  steps: StepRow[]
  omissions: Omission[]
  now: Date
}

type Reading = {
  handle: Transaction
  row: ReferralRow
  draft: DraftRow
  source: Source
  now: Date
}

export async function readDossierParts({
  handle,
  row,
  draft,
  source,
  now,
}: Reading): Promise<DossierParts> {
  const { organisationId } = row
  const { accounts, listings } = source
  const of = { organisationId, accounts, listings }
  const stored = await findAccountsById(handle, accounts)
  await recordPrivateSellers(handle, organisationId, [...stored.values()])
  const kept = accounts.flatMap((id) => {
    const account = stored.get(id)
    return account?.seller == null ? [] : { ...account, seller: account.seller }
  })
  const there = new Set(kept.map(({ id }) => id))
  const judgements = await findJudgements(handle, of)
  const overturned = await countOverturned(handle, organisationId)
  const names = await namesOf(
    handle,
    judgements.map(({ by }) => by),
  )
  return {
    row,
    draft,
    source,
    rights: await findRights(handle, organisationId),
    documents: await documentsOf(handle, row.id),
    accounts: kept.map(({ id, marketplace, seller, name, country }) => ({
      id,
      marketplace: short(marketplace),
      sellerId: short(seller),
      name: name === null || name === '' ? null : short(name),
      country: country !== null && /^[A-Z]{2}$/.test(country) ? country : null,
      basis: basisOf(draft),
    })),
    erased: accounts.filter((id) => !there.has(id)),
    links: await readLinks(handle, { organisationId, accounts: [...there], judgements, names }),
    weakest:
      draft.sourceKind === 'network' ? await readWeakestCut(handle, draft.sourceId, there) : null,
    model: overturned ? { ...overturned, version: `model ${overturned.version}` } : null,
    judgements,
    contests: await findContests(handle, of),
    exculpations: await findExculpations(handle, {
      ...of,
      claims: draft.draft.rights.map(({ claim }) => claim),
    }),
    steps: await findPriorSteps(handle, { ...of, referralId: row.id }),
    omissions: await readOmissions(handle, draft.draft, source),
    now,
  }
}

function basisOf({ sourceKind }: DraftRow): string {
  return sourceKind === 'network'
    ? 'It is in the network of accounts of which this dossier was made; the links between them, each with its probability and reasons, are leads.'
    : 'Listings of it are in the case of which this dossier was made.'
}

/** Where the network of a dossier would first fall apart; null if the dossier leaves out an account of that side. */
async function readWeakestCut(
  handle: Transaction,
  network: string,
  shown: ReadonlySet<string>,
): Promise<NonNullable<Dossier['network']>['weakest']> {
  const { rows } = await sql<{ accounts: string[]; weight: number | null }>`
    select weakest_side::text[] as accounts, weakest_bits as weight from seller_networks
    where id = ${network}::uuid`.execute(handle)
  const [{ accounts, weight } = { accounts: [], weight: null }] = rows
  if (weight === null || accounts.length === 0) return null
  return accounts.every((id) => shown.has(id)) ? { accounts, weight: bitsOf(weight) } : null
}

async function findRights(
  handle: Transaction,
  organisationId: string,
): Promise<Map<string, RightFacts>> {
  const { rows } = await sql<RightFacts>`
    select c.id, c.owner, c.office, c.number, c.state,
      c.state = 'approved' and (now() at time zone 'utc')::date between
        coalesce(c.acts_from, '-infinity') and coalesce(c.acts_until, 'infinity') as applies
    from ${allClaims} c where c.organisation_id = ${organisationId}::uuid`.execute(handle)
  return new Map(rows.map((row) => [row.id, row]))
}

async function namesOf(
  handle: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select u.id, u.name from ${userProfiles} u
    where u.id::text = any (${[...new Set(ids)]}::text[])`.execute(handle)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

type Between = {
  organisationId: string
  accounts: readonly string[]
  judgements: readonly JudgedPair[]
  names: ReadonlyMap<string, string>
}

/** The links of these accounts with each other, with identifiers masked. */
async function readLinks(
  handle: Transaction,
  { organisationId, accounts, judgements, names }: Between,
): Promise<DossierLink[]> {
  const { rows } = await sql<Pick<LinkRow, 'a' | 'b' | 'weight' | 'probability' | 'reasons'>>`
    select account_a as a, account_b as b, weight, probability, reasons from seller_links
    where organisation_id = ${organisationId}::uuid and linked
      and account_a = any (${[...accounts]}::uuid[]) and account_b = any (${[...accounts]}::uuid[])
    order by probability desc, account_a, account_b limit 20000`.execute(handle)
  const identifiers = await findIdentifiers(
    handle,
    rows.flatMap(({ reasons }) => reasons.flatMap(({ identifier }) => identifier ?? [])),
  )
  const judged = new Map(judgements.map((one) => [`${one.a} ${one.b}`, one]))
  return rows.map(({ a, b, weight, probability, reasons }) => {
    const judgement = judged.get(`${a} ${b}`)
    return {
      standing: 'lead',
      a,
      b,
      probability: Math.min(1, Math.max(0, probability)),
      weight: bitsOf(weight),
      reasons: reasons.slice(0, 50).map((reason) => {
        const found = reason.identifier === null ? undefined : identifiers.get(reason.identifier)
        return {
          code: short(reason.code),
          family: short(reason.family),
          weight: bitsOf(reason.weight),
          masked: found === undefined ? null : short(found.masked),
          listings: new Set(reason.places.map(({ listing }) => listing)).size,
        }
      }),
      judgement:
        judgement === undefined
          ? null
          : {
              judgement: judgement.judgement,
              by: short(names.get(judgement.by) ?? 'a member of the sender'),
              at: judgement.at.toISOString(),
              reason: judgement.reason === null ? null : long(judgement.reason),
            },
    }
  })
}

const bitsOf = (weight: number): number => Math.min(1000, Math.max(-1000, weight))

/** The share of links that people found wrong; null if none was judged. */
export function errorOf(model: DossierParts['model']): {
  rate: number
  low: number
  high: number
  level: number
  sample: number
} | null {
  if (model === null || model.judged === 0) return null
  const { judged, overturned } = model
  const { low, high } = shareOf(overturned, judged)
  return { rate: overturned / judged, low, high, level: 0.95, sample: judged }
}
