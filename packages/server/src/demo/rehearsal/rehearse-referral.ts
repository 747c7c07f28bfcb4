import { join } from 'node:path'
import {
  certifyKey,
  memoryLog,
  openPackage,
  packageReference,
  packDossier,
  redactDossier,
  rehearsalAuthority,
  sha256,
  verifyPackage,
  withEvent,
  writeFolder,
  type CustodyEntry,
  type CustodyEvent,
  type Dossier,
  type DossierPackOptions,
  type EvidenceItem,
  type PackedEvidence,
  type PackOptions,
  type Signer,
} from '@touchstone/evidence'
import {
  blockingLines,
  isReferralTemplateId,
  referralTemplate,
  referralTemplateIds,
  type ReferralTemplate,
  type ReferralTemplateId,
} from '@touchstone/jurisdiction'
import { ephemeralKey } from '../../investigation/evidence/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { Artefacts } from './artefacts.ts'
import { parties } from './parties.ts'
import { completeDossier, draftDossier, listingsIn } from './referral-dossier.ts'
import { captureItems, documentItems } from './referral-items.ts'
import { inventMarket } from './referral-network.ts'

export type ReferralRehearsalOptions = {
  template: string
  /** A folder that is new or empty. */
  out: string
  /** Called with one plain sentence for each step. */
  say: (sentence: string) => void
  version: string
}

export type ReferralRehearsalResult = {
  /** The folders of the dossier, its redacted copy and its supplement. */
  packages: string[]
  /** PEM files that `verify` can be told to trust. */
  trust: string[]
}

type Template = ReferralTemplate & { id: ReferralTemplateId }

/**
 * Plays a referral by a template, from an invented network to a supplement, without a network or a store. All output is
 * in the folder: three packages, each verified.
 */
export async function rehearseReferral(
  options: ReferralRehearsalOptions,
): Promise<ReferralRehearsalResult> {
  const { out, say } = options
  const template = templateOf(options.template)
  const artefacts = await Artefacts.in(out)
  const at = new Date()
  say('Everything here is invented and stays in this folder; no outside service is contacted.')
  const market = inventMarket(at)
  say(
    `${market.linked.accounts} accounts of ${parties.platform.name} were linked: one network of ${market.network.sellers.length} accounts, ${market.links.length} leads.`,
  )
  const draft = draftDossier(template, market, at)
  sayWhatStops(template, draft, say)
  const dossier = completeDossier(template, draft, parties.counsel)
  say(
    `${parties.analyst} wrote the dossier ${dossier.deconflictionNumber} by the template ${template.id}; missing: ${dossier.missing.map(({ label }) => label).join(', ') || 'nothing'}.`,
  )
  say(`${parties.counsel} read it and released it for ${dossier.recipient.organisation}.`)
  const workshop = await openWorkshop(at, options)
  const items = [...captureItems(listingsIn(market)), ...(await documentItems(at))]
  const place = { out, say, workshop }
  const name = `dossier-${template.id}`
  const complete = await packed(place, { name, dossier, items })
  const twin = await packed(place, {
    name: `${name}-redacted`,
    ...withheldFrom(dossier, items, complete),
  })
  const supplement = await packed(place, {
    name: `${name}-supplement`,
    ...supplementTo(dossier, items, complete, say),
  })
  const trust = [await artefacts.write('trust/publisher.pem', workshop.publisher.publicKey.pem)]
  for (const { name: authority, root } of workshop.authorities) {
    trust.push(await artefacts.write(`trust/${authority}-root.pem`, root.toString()))
  }
  return {
    packages: [complete, twin, supplement].map((one) => join(out, one.name)),
    trust: trust.map((file) => join(out, file)),
  }
}

function templateOf(id: string): Template {
  if (isReferralTemplateId(id)) return { ...referralTemplate(id), id }
  throw new AppError({
    code: 'bad-option',
    message: `The template ${id} is unknown: use --referral with one of ${referralTemplateIds.join(', ')}.`,
  })
}

function sayWhatStops(template: Template, draft: Dossier, say: (sentence: string) => void): void {
  const stops = blockingLines(template, draft)
  if (stops.length === 0) say('Nothing stops the dossier: it crosses no border.')
  else {
    const lines = stops.map(({ id, article }) =>
      article === undefined ? id : `${id} (${article})`,
    )
    say(`The dossier was stopped until ${lines.join(' and ')} was entered.`)
  }
}

type Workshop = {
  publisher: Signer
  authorities: ReturnType<typeof rehearsalAuthority>[]
  base: Pick<PackOptions, 'publisher' | 'log' | 'authorities' | 'agent' | 'at'>
}

/** Keys, a log and two timestamp authorities that last as long as the rehearsal. */
async function openWorkshop(
  at: Date,
  { version }: Pick<ReferralRehearsalOptions, 'version'>,
): Promise<Workshop> {
  const [keeper, publisher] = [ephemeralKey(), ephemeralKey()]
  const authorities = ['lantern', 'harbour'].map((name) =>
    rehearsalAuthority(name, () => new Date()),
  )
  const { name } = parties.brand
  const vouched = await certifyKey(keeper, {
    key: publisher.publicKey.id,
    holder: name,
    since: at.toISOString(),
    follows: null,
  })
  return {
    publisher,
    authorities,
    base: {
      publisher: { name, signer: publisher, vouched },
      log: memoryLog(keeper, () => new Date()),
      authorities,
      agent: `Touchstone ${version}`,
      at,
    },
  }
}

type Place = { out: string; say: (sentence: string) => void; workshop: Workshop }
type Parts = Pick<DossierPackOptions, 'name' | 'dossier' | 'items' | 'withheld'>

/** Packs, writes and verifies one package. */
async function packed({ out, say, workshop }: Place, parts: Parts): Promise<PackedEvidence> {
  const { base, publisher, authorities } = workshop
  const names = parts.items.map(({ name }) => name)
  const evidence = await packDossier({ ...base, ...parts, custody: custodyOf(names, base.at) })
  const folder = join(out, evidence.name)
  await writeFolder(evidence, folder)
  const files = await openPackage(folder)
  const roots = authorities.map(({ root }) => root)
  const verdict = await verifyPackage(files, { publishers: [publisher.publicKey], roots })
  await files.close()
  const fault = verdict.checks.find(({ outcome }) => outcome === 'fault')
  if (fault !== undefined) {
    throw new AppError({ code: 'rehearsal-stuck', message: `${evidence.name}: ${fault.sentence}` })
  }
  say(
    `${evidence.name} is packed, signed, timestamped by ${authorities.length} authorities, and sound: ${evidence.files.length} files.`,
  )
  return evidence
}

function custodyOf(items: string[], at: Date): CustodyEvent[] {
  const actor = { name: parties.analyst, role: 'Analyst' }
  const entry = { at: at.toISOString(), actor, items }
  const events: CustodyEntry[] = [
    { ...entry, action: 'acquired', reason: 'Invented for the rehearsal.' },
    { ...entry, action: 'copied', reason: 'Packed as a dossier.' },
    {
      ...entry,
      action: 'transferred',
      actor: { name: parties.counsel, role: 'Counsel' },
      reason: 'Released to the recipient.',
    },
  ]
  return events.reduce<CustodyEvent[]>(withEvent, [])
}

/** The redacted copy: without the number of the contact, the person and their licence. */
function withheldFrom(
  dossier: Dossier,
  items: readonly EvidenceItem[],
  complete: PackedEvidence,
): Omit<Parts, 'name'> {
  const reason = 'Not needed by those who receive the copy.'
  const pointers = ['/sender/contact/phone', '/complainant/contact/phone', '/persons/0']
  const isWithheld = ({ name }: EvidenceItem): boolean => name === 'trade-licence'
  return {
    dossier: redactDossier(
      dossier,
      pointers.map((pointer) => ({ pointer, reason })),
      packageReference(complete),
    ),
    items: items.filter((item) => !isWithheld(item)),
    withheld: items.filter(isWithheld).map(({ name, path, title, content }) => {
      const bytes = content instanceof Uint8Array ? content : Buffer.alloc(0)
      return { name, path, title, bytes: bytes.length, hash: `sha256:${sha256(bytes)}`, reason }
    }),
  }
}

/** The answer to a question of the recipient, as a package that names the first one. */
function supplementTo(
  dossier: Dossier,
  items: readonly EvidenceItem[],
  complete: PackedEvidence,
  say: (sentence: string) => void,
): Omit<Parts, 'name'> {
  say(`${dossier.recipient.organisation} asked how L2 was delivered; ${parties.analyst} answered.`)
  const { createdAt, priorSteps } = dossier
  const answer = {
    at: createdAt,
    kind: 'other' as const,
    text: 'Answer on L2: the goods came by parcel, in a plain box without a sender.',
    items: [],
  }
  return {
    dossier: {
      ...dossier,
      title: `Supplement: ${dossier.title}`,
      priorSteps: [...priorSteps, answer],
      supplements: packageReference(complete),
    },
    items,
  }
}
