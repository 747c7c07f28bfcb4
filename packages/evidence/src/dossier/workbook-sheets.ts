import type { Dossier } from './model.ts'
import { bitsOf, linkReason } from './link-reason.ts'
import { accountNames, modelErrorOf } from './pdf-network.ts'
import { WithheldParts } from './withheld-parts.ts'
import { contactOf, figuresIn, percentOf, timeOf, type Say, type WordKey } from './words.ts'

export type WorkbookSheet = {
  name: string
  /** Widths in characters. */
  columns: { title: string; width: number }[]
  rows: (string | null)[][]
}

type Column<T> = [title: WordKey, width: number, text: (entry: T) => string | null]

/** The sheets of a dossier, empty ones included: an empty schedule says that there is nothing. */
export function sheetsOf(dossier: Dossier, say: Say): WorkbookSheet[] {
  const sheet = <T>(
    name: WordKey,
    entries: readonly T[],
    columns: readonly Column<T>[],
  ): WorkbookSheet => ({
    name: say(name),
    columns: columns.map(([title, width]) => ({ title: say(title), width })),
    rows: entries.map((entry) => columns.map(([, , text]) => text(entry))),
  })
  const nameOf = accountNames(dossier.accounts)
  return [
    sheet<readonly [string, string]>('sheet.overview', overviewOf(dossier, say), [
      ['column.field', 30, ([field]) => field],
      ['column.value', 60, ([, value]) => value],
    ]),
    sheet('sheet.rights', dossier.rights, [
      ['column.kind', 20, ({ kind }) => say(`right-kind.${kind}`)],
      ['column.mark', 30, ({ mark }) => mark],
      ['column.office', 14, ({ office }) => office],
      ['column.number', 18, ({ number }) => number],
      ['right.classes', 16, ({ niceClasses }) => niceClasses.join(', ')],
      ['right.holder', 30, ({ holder }) => holder],
      ['right.status', 14, ({ status }) => say(`right-status.${status}`)],
      ['right.until', 14, ({ until }) => until],
      ['right.territory', 24, ({ territory }) => territory.join(', ')],
      ['right.extract', 24, ({ extract }) => extract],
    ]),
    sheet('sheet.accounts', dossier.accounts, [
      ['column.reference', 12, ({ reference = null }) => reference],
      ['column.id', 38, ({ id }) => id],
      ['column.marketplace', 20, ({ marketplace }) => marketplace],
      ['column.seller-id', 24, ({ sellerId }) => sellerId],
      ['column.name', 30, ({ name }) => name],
      ['account.country', 10, ({ country }) => country],
      ['account.basis', 60, ({ basis }) => basis],
    ]),
    sheet('sheet.persons', dossier.persons, [
      ['column.name', 30, ({ name }) => name],
      ['person.document', 30, ({ documentedBy }) => documentedBy],
      ['column.document', 24, ({ document }) => document],
      ['person.accounts', 60, ({ accounts }) => accounts.map(nameOf).join('; ')],
    ]),
    sheet('sheet.links', dossier.links, [
      ['column.reference', 12, ({ reference = null }) => reference],
      ['account', 38, ({ a }) => nameOf(a)],
      ['account', 38, ({ b }) => nameOf(b)],
      ['column.percent', 12, ({ probability }) => percentOf(probability)],
      ['column.weight', 14, ({ weight }) => bitsOf(weight)],
      ['column.reasons', 60, ({ reasons }) => reasonsOf(reasons, say)],
      [
        'link.judgement',
        24,
        ({ judgement }) => (judgement === null ? null : say(`judgement.${judgement.judgement}`)),
      ],
      ['model', 60, () => modelErrorOf(dossier, { say })],
    ]),
    ...listingSheets(dossier, say, sheet),
    sheet('sheet.particulars', dossier.particulars ?? [], [
      ['column.label', 60, ({ label }) => label],
      ['column.text', 60, ({ text }) => text],
    ]),
    sheet('sheet.schedule', scheduleOf(dossier, say), [
      ['column.reference', 12, ({ reference = null }) => reference],
      ['schedule.kind', 30, ({ kind }) => kind],
      ['column.at', 20, ({ at }) => (at === null ? null : timeOf(at))],
      ['column.text', 60, ({ text }) => text],
      ['schedule.about', 40, ({ about }) => about.join('; ')],
      ['items', 30, ({ items }) => items.join('; ')],
    ]),
    sheet('sheet.missing', dossier.missing, [
      ['column.label', 60, ({ label }) => label],
      ['column.kind', 16, ({ required }) => say(required ? 'missing.required' : 'missing.wanted')],
    ]),
    sheet('sheet.withheld', dossier.withheld, [
      ['column.part', 40, ({ pointer }) => pointer],
      ['reason', 60, ({ reason }) => reason],
      ['digest', 60, ({ digest }) => digest],
    ]),
  ]
}

type MakeSheet = <T>(
  name: WordKey,
  entries: readonly T[],
  columns: readonly Column<T>[],
) => WorkbookSheet

function listingSheets(dossier: Dossier, say: Say, sheet: MakeSheet): WorkbookSheet[] {
  const nameOf = accountNames(dossier.accounts)
  const figures = figuresIn(dossier.language)
  return [
    sheet('sheet.listings', dossier.listings, [
      ['column.reference', 12, ({ reference = null }) => reference],
      ['column.marketplace', 20, ({ marketplace }) => marketplace],
      ['column.external-id', 24, ({ externalId }) => externalId],
      ['column.title', 60, ({ title }) => title],
      ['listing.status', 16, ({ status }) => say(`status.${status}`)],
      ['account', 38, ({ account }) => (account === null ? null : nameOf(account))],
      ['listing.address', 40, ({ address }) => address],
      ['listing.price', 12, ({ price }) => price?.amount ?? null],
      ['column.currency', 8, ({ price }) => price?.currency ?? null],
      ['column.first-seen', 20, ({ firstSeen }) => timeOf(firstSeen)],
      ['column.last-seen', 20, ({ lastSeen }) => timeOf(lastSeen)],
      ['listing.sold', 10, ({ unitsSold }) => (unitsSold === null ? null : String(unitsSold))],
      [
        'listing.verdict',
        14,
        ({ verdict }) => (verdict === null ? null : say(`verdict.${verdict}`)),
      ],
      ['column.reasons', 60, ({ reasons }) => reasons.join('; ')],
      ['listing.captures', 30, ({ captures }) => captures.join('; ')],
      ['listing.conclusion', 40, ({ conclusion }) => conclusion],
      ['column.id', 38, ({ id }) => id],
    ]),
    sheet('sheet.scale', dossier.scale.thresholds, [
      ['threshold.law', 50, ({ country, law }) => `${country}, ${law}`],
      ['threshold.amount', 18, ({ amount }) => figures.amount(amount)],
      ['threshold', 20, ({ reached }) => say(outcomeOf(reached))],
      [
        'right.status',
        30,
        ({ verified }) => say(verified ? 'threshold.verified' : 'threshold.unverified'),
      ],
    ]),
    sheet('sheet.places', dossier.places, [
      ['column.kind', 16, ({ kind }) => say(`place.${kind}`)],
      ['column.place', 50, ({ address }) => address],
      ['column.country', 10, ({ country }) => country],
      ['account.basis', 60, ({ basis }) => basis],
      ['items', 30, ({ items }) => items.join('; ')],
    ]),
    sheet('sheet.steps', dossier.priorSteps, [
      ['column.at', 20, ({ at }) => timeOf(at)],
      ['column.kind', 24, ({ kind }) => say(`step.${kind}`)],
      ['column.text', 60, ({ text }) => text],
      ['items', 30, ({ items }) => items.join('; ')],
    ]),
  ]
}

function overviewOf(dossier: Dossier, say: Say): [string, string][] {
  const { template, sender, recipient, complainant, examination, scale, transfer } = dossier
  const unknown = say('unknown')
  const figures = figuresIn(dossier.language)
  const withheld = new WithheldParts(dossier)
  const sums = (amounts: Dossier['scale']['turnover']): string =>
    amounts.map(figures.amount).join(', ') || unknown
  return [
    [say(`kind.${template.kind}`), dossier.title],
    ...(template.verified
      ? []
      : ([[say('template'), say('rehearsal', { template: template.id })]] as [string, string][])),
    [
      say('template'),
      say('template.version', { template: template.id, version: template.version }),
    ],
    [say('tlp'), `TLP:${dossier.tlp.toUpperCase()}`],
    [say('number'), dossier.deconflictionNumber],
    [say('created'), timeOf(dossier.createdAt)],
    [say('sender'), `${sender.organisation} (${sender.country}) ${contactOf(sender.contact)}`],
    [say('recipient'), `${recipient.organisation} (${recipient.country})`],
    [say('complainant'), complainant.name],
    [say('complainant.contact'), contactOf(complainant.contact)],
    [
      say('examination'),
      examination === null
        ? withheld.markOr('/examination', say('examination.none'))
        : `${examination.by}, ${timeOf(examination.at)}: ${examination.statement}`,
    ],
    [say('scale.units'), scale.units === null ? unknown : figures.count(scale.units)],
    [say('scale.turnover'), sums(scale.turnover)],
    [say('scale.genuine'), sums(scale.genuineValue)],
    [say('scale.basis'), scale.basis],
    [
      say('transfer'),
      transfer === null
        ? withheld.markOr('/transfer', say('none'))
        : `${transfer.from} → ${transfer.to}`,
    ],
    [say('approval'), dossier.approvalNumber ?? withheld.markOr('/approvalNumber', say('none'))],
    [say('claims.title'), say('claims.links')],
    [say('claims.title'), say('claims.persons')],
    [say('claims.title'), say('claims.status')],
  ]
}

type ScheduleRow = {
  reference?: string | undefined
  kind: string
  at: string | null
  text: string
  about: readonly string[]
  items: readonly string[]
}

function scheduleOf({ schedule }: Dossier, say: Say): ScheduleRow[] {
  if (schedule.length === 0) {
    return [{ kind: say('none'), at: null, text: say('schedule.none'), about: [], items: [] }]
  }
  return schedule.map((entry) => ({ ...entry, kind: say(`unused.${entry.kind}`) }))
}

function reasonsOf(reasons: Dossier['links'][number]['reasons'], say: Say): string {
  return reasons.map((reason) => linkReason(say, reason)).join('; ')
}

function outcomeOf(reached: boolean | null): WordKey {
  if (reached === null) return 'threshold.open'
  return reached ? 'threshold.reached' : 'threshold.not-reached'
}
