import type { PackageIndex } from '../packaging/index.ts'
import { writePortalFields } from './data-sheet.ts'
import { DossierPages, styles } from './dossier-pages.ts'
import type { Dossier } from './model.ts'
import { writeEvidenceSections } from './pdf-evidence.ts'
import { writeNetworkSections } from './pdf-network.ts'
import { contactOf, timeOf } from './words.ts'

/**
 * The dossier as a person reads it, in its language: the first 200 accounts, leads and listings, and all of what speaks
 * for the accused up to 1,000 entries. With the index of its package also the files, and the chain of custody. A data
 * sheet has the fields of its portal alone.
 */
export async function writeDossierPdf(dossier: Dossier, index?: PackageIndex): Promise<Buffer> {
  const { openPages } = await import('../report/index.ts')
  const pages = new DossierPages(
    await openPages({
      title: dossier.title,
      author: dossier.sender.organisation,
      footer: `TLP:${dossier.tlp.toUpperCase()} · ${dossier.deconflictionNumber} · ${dossier.sender.organisation}`,
      at: new Date(dossier.createdAt),
    }),
    dossier,
  )
  writeHead(pages, dossier, index)
  // A redacted twin is read, not keyed in, and names what it withholds.
  if (dossier.template.kind === 'data-sheet' && dossier.redactedFrom === null) {
    writePortalFields(pages, dossier)
    return pages.finish()
  }
  writeClaims(pages)
  writeMissing(pages, dossier)
  writeParties(pages, dossier)
  await writeRights(pages, dossier)
  writeExamination(pages, dossier)
  await writeNetworkSections(pages, dossier)
  await writeEvidenceSections(pages, dossier, index)
  return pages.finish()
}

function writeHead(pages: DossierPages, dossier: Dossier, index?: PackageIndex): void {
  const { say } = pages
  const { template, supplements, redactedFrom, sender, recipient } = dossier
  pages.paragraph(`${say(`kind.${template.kind}`)}: ${dossier.title}`, styles.title)
  if (!template.verified) {
    pages.paragraph(say('rehearsal', { template: template.id }), styles.warning)
  }
  if (template.kind === 'data-sheet') pages.paragraph(say('data-sheet'))
  if (redactedFrom !== null) {
    pages.paragraph(say('redacted', { package: redactedFrom.package }), styles.warning)
  }
  if (supplements !== null) pages.paragraph(say('supplement', supplements), styles.body)
  pages.entry('tlp', `TLP:${dossier.tlp.toUpperCase()}`)
  pages.entry('number', dossier.deconflictionNumber)
  pages.entry(
    'template',
    say('template.version', { template: template.id, version: template.version }),
  )
  if (index !== undefined) pages.entry('package', index.name)
  pages.entry('created', timeOf(dossier.createdAt))
  pages.entry('sender', partyOf(sender))
  pages.small('contact', contactOf(sender.contact))
  pages.entry('recipient', partyOf(recipient))
  if (recipient.contact !== null) pages.small('contact', contactOf(recipient.contact))
}

function writeClaims(pages: DossierPages): void {
  pages.heading('claims.title')
  for (const key of ['claims.links', 'claims.persons', 'claims.status', 'claims.unused'] as const) {
    pages.paragraph(pages.say(key))
  }
}

function writeMissing(pages: DossierPages, { missing }: Dossier): void {
  pages.heading('missing')
  if (missing.length === 0) pages.paragraph(pages.say('missing.none'))
  for (const { label, required } of missing) {
    pages.entry(required ? 'missing.required' : 'missing.wanted', label)
  }
}

function writeParties(pages: DossierPages, { complainant }: Dossier): void {
  pages.heading('complainant')
  pages.entry('complainant', complainant.name)
  pages.entry('complainant.contact', contactOf(complainant.contact))
  const { expertWitness, signedComplaint } = complainant
  const absence = (field: string): string =>
    pages.withheld.markOr(`/complainant/${field}`, pages.say('none'))
  pages.entry(
    'complainant.expert',
    expertWitness === null ? absence('expertWitness') : contactOf(expertWitness),
  )
  pages.entry('complainant.signed', signedComplaint ?? absence('signedComplaint'))
}

async function writeRights(pages: DossierPages, { rights }: Dossier): Promise<void> {
  const { say } = pages
  pages.heading('rights')
  if (rights.length === 0) pages.absence('rights', 'none')
  const pointers = pages.withheld.entryPointers('rights', rights.length)
  await pages.list(rights, rights.length, (right, place) => {
    pages.labelled(say(`right-kind.${right.kind}`), right.mark)
    pages.small('right.register', `${right.office} ${right.number}`)
    pages.small('right.classes', right.niceClasses.join(', '))
    pages.small('right.holder', right.holder)
    const status = say(`right-status.${right.status}`)
    const { until } = right
    pages.small('right.status', until === null ? status : say('right.until', { status, until }))
    pages.small('right.territory', right.territory.join(', '))
    const absence = pages.withheld.markOr(`${pointers[place]}/extract`, say('none'))
    pages.small('right.extract', right.extract ?? absence)
  })
}

function writeExamination(pages: DossierPages, { examination, scale }: Dossier): void {
  pages.heading('examination')
  if (examination === null) pages.absence('examination', 'examination.none')
  else {
    pages.paragraph(examination.statement)
    pages.small('examination.by', `${examination.by}, ${timeOf(examination.at)}`)
    pages.small('items', examination.comparisons.join(', '))
  }
  writeScale(pages, scale)
}

function writeScale(pages: DossierPages, scale: Dossier['scale']): void {
  const { say, figures } = pages
  pages.heading('scale')
  const sums = (amounts: Dossier['scale']['turnover']): string =>
    amounts.length === 0 ? say('unknown') : amounts.map(figures.amount).join(', ')
  pages.entry('scale.units', scale.units === null ? say('unknown') : figures.count(scale.units))
  pages.entry('scale.turnover', sums(scale.turnover))
  pages.entry('scale.genuine', sums(scale.genuineValue))
  pages.entry('scale.basis', scale.basis)
  for (const { country, law, amount, verified, reached } of scale.thresholds) {
    const outcome = say(
      reached === null ? 'threshold.open' : reached ? 'threshold.reached' : 'threshold.not-reached',
    )
    const read = say(verified ? 'threshold.verified' : 'threshold.unverified')
    pages.entry(
      'threshold',
      `${country}, ${law}: ${figures.amount(amount)} – ${outcome} (${read})`,
      styles.small,
    )
  }
}

function partyOf({ organisation, country }: { organisation: string; country: string }): string {
  return `${organisation} (${country})`
}
