import type { PackageIndex } from '../packaging/index.ts'
import { styles, type DossierPages } from './dossier-pages.ts'
import type { Dossier } from './model.ts'
import { referred } from './pdf-network.ts'
import { timeOf } from './words.ts'

const shown = { steps: 200, schedule: 1000, withheld: 200, files: 200, custody: 40 } as const

export async function writeEvidenceSections(
  pages: DossierPages,
  dossier: Dossier,
  index?: PackageIndex,
): Promise<void> {
  await writePlaces(pages, dossier)
  await writeSteps(pages, dossier)
  writeParticulars(pages, dossier)
  await writeSchedule(pages, dossier)
  writeTransfer(pages, dossier)
  await writeWithheld(pages, dossier, index)
  if (index === undefined) return
  writeContents(pages, index)
  writeCustody(pages, index)
  pages.heading('verification')
  pages.paragraph(pages.say('verify', { package: index.name }))
  pages.paragraph(pages.say('proves'))
}

async function writePlaces(pages: DossierPages, { places }: Dossier): Promise<void> {
  pages.heading('places')
  if (places.length === 0) pages.absence('places', 'places.none')
  await pages.list(places, places.length, ({ kind, address, country, basis, items }) => {
    pages.entry(`place.${kind}`, country === null ? address : `${address} (${country})`)
    pages.small('account.basis', basis)
    pages.small('items', items.join(', '))
  })
}

async function writeSteps(pages: DossierPages, { priorSteps }: Dossier): Promise<void> {
  pages.heading('steps')
  if (priorSteps.length === 0) pages.absence('priorSteps', 'steps.none')
  await pages.list(priorSteps, shown.steps, ({ at, kind, text, items }) => {
    pages.entry(`step.${kind}`, text)
    pages.small('column.at', timeOf(at))
    pages.small('items', items.join(', '))
  })
}

function writeParticulars(pages: DossierPages, { particulars = [] }: Dossier): void {
  if (particulars.length === 0) return
  pages.heading('particulars')
  for (const { label, text } of particulars) {
    pages.paragraph(label, styles.small)
    pages.paragraph(text)
  }
}

/** Always on the pages, even if it is empty. */
async function writeSchedule(pages: DossierPages, { schedule }: Dossier): Promise<void> {
  const { say } = pages
  pages.heading('schedule')
  if (schedule.length === 0) pages.paragraph(say('schedule.none'))
  const byKind = Map.groupBy(schedule, ({ kind }) => kind)
  for (const [kind, entries] of byKind) {
    pages.labelled(say(`unused.${kind}`), String(entries.length), styles.small)
  }
  await pages.list(schedule, shown.schedule, (entry) => {
    const { kind, at, text, about, items } = entry
    pages.entry(`unused.${kind}`, referred(entry, text))
    pages.small('column.at', at === null ? null : timeOf(at))
    pages.small('schedule.about', about.join(', '))
    pages.small('items', items.join(', '))
  })
}

function writeTransfer(pages: DossierPages, dossier: Dossier): void {
  const { transfer, approvalNumber, storedIn } = dossier
  const none = pages.say('none')
  pages.heading('transfer')
  pages.entry('transfer.stored', storedIn.length === 0 ? none : storedIn.join(', '))
  pages.entry('approval', approvalNumber ?? pages.withheld.markOr('/approvalNumber', none))
  if (transfer === null) {
    pages.entry('transfer.route', pages.withheld.markOr('/transfer', none))
    return
  }
  pages.entry('transfer.route', `${transfer.from} → ${transfer.to}`)
  pages.entry('transfer.basis', transfer.basis)
  pages.entry('transfer.ground', transfer.ground)
  pages.entry('transfer.necessity', transfer.necessity)
  pages.entry('transfer.recorded', `${transfer.recordedBy}, ${timeOf(transfer.at)}`)
}

async function writeWithheld(
  pages: DossierPages,
  { withheld }: Dossier,
  index?: PackageIndex,
): Promise<void> {
  const items = index?.withheld ?? []
  if (withheld.length + items.length === 0) return
  pages.heading('withheld')
  const parts = [
    ...withheld.map(({ pointer, digest, reason }) => ({ part: pointer, digest, reason })),
    ...items.map(({ title, hash, reason }) => ({ part: title, digest: hash, reason })),
  ]
  await pages.list(parts, shown.withheld, ({ part, digest, reason }) => {
    pages.entry('column.part', part)
    pages.small('reason', reason)
    pages.small('digest', digest)
  })
}

function writeContents(pages: DossierPages, { resources }: PackageIndex): void {
  pages.heading('contents')
  for (const { title, path, bytes, hash } of resources.slice(0, shown.files)) {
    pages.labelled(`data/${path}`, `${title} · ${bytes} bytes`, styles.small)
    pages.labelled('SHA-256', hash.replace('sha256:', ''), styles.small)
  }
  const count = resources.length - shown.files
  if (count > 0) pages.paragraph(pages.say('more.files', { count }))
}

function writeCustody(pages: DossierPages, { custody }: PackageIndex): void {
  pages.heading('custody')
  const events = custody.slice(-shown.custody)
  const count = custody.length - events.length
  if (count > 0) pages.paragraph(pages.say('custody.more', { count }))
  if (events.length === 0) pages.paragraph(pages.say('none'))
  for (const { sequence, action, at, actor, reason } of events) {
    pages.labelled(
      `${sequence}. ${action}`,
      `${timeOf(at)} · ${actor.name} · ${reason}`,
      styles.small,
    )
  }
}
