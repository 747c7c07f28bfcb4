import { createHash } from 'node:crypto'
import { canonicalBytes } from '../canonical/index.ts'
import { withheldMark, type Dossier, type DossierLink } from './model.ts'
import { linkReason } from './link-reason.ts'
import { modelErrorOf } from './pdf-network.ts'
import { tlpMarking, type StixObject } from './stix-markings.ts'
import { cutText, visibleText } from './visible-text.ts'
import { percentOf, wordsIn, type Say } from './words.ts'

/** The namespace of STIX 2.1 for identifiers of observables (2.9). */
const observables = '00abedb4-aa42-466c-9c01-fed23315a9b7'
/** Of the objects that dossiers state. */
const statements = '6f0d7c3e-6d0b-5c6f-8d1a-3b7a1d0e5c42'
const longestText = 10_000

/**
 * The dossier as a STIX 2.1 bundle in canonical JSON: sender and documented persons as `identity`, accounts as
 * `user-account`, leads as `relationship` with their probability as confidence, what speaks for the accused as `note`,
 * and all of it in one `grouping`. No account is called a threat actor. The same dossier gives the same bytes.
 */
export function writeStixBundle(dossier: Dossier): Buffer {
  const bundle = new StixBundle(dossier)
  return canonicalBytes({ type: 'bundle', id: bundle.idOf('bundle', ''), objects: bundle.objects })
}

class StixBundle {
  readonly objects: StixObject[] = []
  private readonly dossier: Dossier
  private readonly say: Say
  private readonly marking: StixObject
  private readonly sender: string
  private readonly accounts = new Map<string, string>()

  constructor(dossier: Dossier) {
    this.dossier = dossier
    this.say = wordsIn(dossier.language)
    this.marking = tlpMarking(dossier.tlp)
    this.sender = this.idOf('identity', 'sender')
    this.objects.push(this.marking)
    this.add('identity', 'sender', {
      name: plain(dossier.sender.organisation),
      identity_class: 'organization',
      contact_information: plain(contactLine(dossier.sender.contact)),
    })
    for (const account of dossier.accounts) this.addAccount(account)
    for (const link of dossier.links) this.addLink(link)
    for (const [place, person] of dossier.persons.entries()) this.addPerson(person, place)
    const grouping = this.addGrouping()
    this.addSchedule(grouping)
  }

  /** An identifier that follows from the dossier and the object alone. */
  idOf(type: string, key: string): string {
    const { deconflictionNumber, createdAt, sender } = this.dossier
    const name = [deconflictionNumber, createdAt, sender.organisation, type, key]
    return `${type}--${uuidOf(statements, canonicalBytes(name))}`
  }

  private add(type: string, key: string, fields: Record<string, unknown>): string {
    const { createdAt, language } = this.dossier
    const id = this.idOf(type, key)
    this.objects.push({
      type,
      spec_version: '2.1',
      id,
      ...(id === this.sender ? {} : { created_by_ref: this.sender }),
      created: createdAt,
      modified: createdAt,
      lang: language,
      object_marking_refs: [this.marking.id],
      ...fields,
    })
    return id
  }

  private addAccount({
    id,
    marketplace,
    sellerId,
    name,
    basis,
  }: Dossier['accounts'][number]): void {
    // The two fields that identify it, under which every producer gives it the same identifier.
    const identifying = { account_type: marketplace, user_id: sellerId }
    const stixId =
      sellerId === withheldMark
        ? this.idOf('user-account', id)
        : `user-account--${uuidOf(observables, canonicalBytes(identifying))}`
    this.accounts.set(id, stixId)
    this.objects.push({
      type: 'user-account',
      spec_version: '2.1',
      id: stixId,
      object_marking_refs: [this.marking.id],
      ...identifying,
      display_name: plain(name ?? sellerId),
    })
    this.add('note', `account ${id}`, {
      content: plain(this.say('stix.basis', { basis })),
      object_refs: [stixId],
    })
  }

  private addLink({ a, b, probability, reasons, judgement }: DossierLink): void {
    const { say } = this
    const lines = [
      say('stix.link', { percent: percentOf(probability) }),
      modelErrorOf(this.dossier, { say }) ?? '',
      ...reasons.map((reason) => linkReason(say, reason)),
      judgement === null
        ? ''
        : `${say('link.judgement')}: ${say(`judgement.${judgement.judgement}`)}`,
    ]
    this.add('relationship', `${a} ${b}`, {
      relationship_type: 'related-to',
      source_ref: this.refOf(a),
      target_ref: this.refOf(b),
      // Never certain: 100 would say that the lead is a fact.
      confidence: Math.min(99, Math.round(probability * 100)),
      description: plain(lines.filter((line) => line !== '').join(' ')),
    })
  }

  private addPerson(person: Dossier['persons'][number], place: number): void {
    const { name, document, documentedBy, accounts } = person
    const description = plain(this.say('stix.person', { document, item: documentedBy }))
    const key = `person ${place}`
    const identity = this.add('identity', key, {
      name: plain(name),
      identity_class: 'individual',
      description,
    })
    for (const account of accounts) {
      this.add('relationship', `${key} ${account}`, {
        relationship_type: 'related-to',
        source_ref: identity,
        target_ref: this.refOf(account),
        description,
      })
    }
  }

  private addGrouping(): string {
    const { title, deconflictionNumber } = this.dossier
    const contents = this.objects.filter(({ type }) => type !== 'marking-definition')
    return this.add('grouping', '', {
      name: plain(title),
      description: plain(
        [
          `${this.say('number')}: ${deconflictionNumber}.`,
          this.say('claims.links'),
          this.say('claims.persons'),
        ].join(' '),
      ),
      context: 'suspicious-activity',
      object_refs: contents.map(({ id }) => id),
    })
  }

  /** One note for each entry, on the accounts that it concerns; one that says so if there is none. */
  private addSchedule(grouping: string): void {
    const { schedule } = this.dossier
    const abstract = this.say('schedule')
    if (schedule.length === 0) {
      const content = this.say('schedule.none')
      this.add('note', 'schedule', { abstract, content, object_refs: [grouping] })
    }
    for (const [place, { kind, text, about }] of schedule.entries()) {
      const accounts = new Set(about.flatMap((id) => this.accounts.get(id) ?? []))
      this.add('note', `schedule ${place}`, {
        abstract: `${abstract}: ${this.say(`unused.${kind}`)}`,
        content: plain(text),
        object_refs: accounts.size > 0 ? [...accounts] : [grouping],
      })
    }
  }

  private refOf(account: string): string {
    const id = this.accounts.get(account)
    if (id === undefined) throw new TypeError(`The dossier has no account ${account}.`)
    return id
  }
}

function contactLine({ name, email, phone, address }: Dossier['sender']['contact']): string {
  return [name, email, phone, address].filter((part) => part !== null).join(', ')
}

function plain(text: string): string {
  return cutText(visibleText(text), longestText)
}

/** UUID version 5 (RFC 9562, 5.5). */
function uuidOf(namespace: string, name: Uint8Array): string {
  const hash = createHash('sha1')
  hash.update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
  const bytes = hash.update(name).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [8, 12, 16, 20, 32]
    .map((end, index, ends) => hex.slice(index === 0 ? 0 : ends[index - 1], end))
    .join('-')
}
