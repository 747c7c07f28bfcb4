import type { CustodyEvent } from '../custody/index.ts'
import type { PackageIndex } from '../packaging/index.ts'
import { openPages, type Pages, type Style } from './pages.ts'

const ink = '#1c2430'
const title: Style = { size: 20, colour: ink, after: 6 }
const heading: Style = { size: 13, colour: ink, before: 12, after: 6, followed: 45 }
const body: Style = { size: 10, colour: ink }
const small: Style = { size: 8.5, colour: ink, after: 1 }

/**
 * The page for people: the package's content and history, how to check it, and what that does not prove. It is made
 * without a browser, so that any machine can pack.
 */
export async function evidenceReport(index: PackageIndex): Promise<Buffer> {
  const publisher = index.contributors.map((contributor) => contributor.title).join(', ')
  const pages = await openPages({
    title: index.title,
    author: publisher,
    footer: `Evidence package ${index.name} · ${publisher} · ${index.created}`,
    at: new Date(index.created),
  })
  pages.paragraph(index.title, title)
  if (index.description !== undefined) pages.paragraph(index.description, body)
  pages.entry('Package', index.name, body)
  pages.entry('Created by', publisher, body)
  pages.entry('Created', `${index.created} (UTC)`, body)
  for (const source of index.sources) {
    pages.entry(source.title, source.path ?? 'no address', body)
  }
  pages.paragraph('Contents', heading)
  for (const item of index.resources) {
    pages.rule()
    pages.entry(item.name, item.title, body)
    if (item.description !== undefined) pages.entry('', item.description, small)
    pages.entry('File', `data/${item.path} · ${item.mediatype} · ${item.bytes} bytes`, small)
    pages.entry('SHA-256', item.hash.replace('sha256:', ''), small)
    if (item.derivedFrom !== undefined) {
      pages.entry('Derived from', `${item.derivedFrom.name}: ${item.derivedFrom.how}`, small)
    }
  }
  if (index.withheld !== undefined) pages.paragraph('Withheld items', heading)
  for (const { name, title: what, hash, reason } of index.withheld ?? []) {
    pages.rule()
    pages.entry(name, what, body)
    pages.entry('Why', reason, small)
    pages.entry('SHA-256', hash.replace('sha256:', ''), small)
  }
  pages.paragraph('Chain of custody', heading)
  if (index.custody.length === 0) pages.paragraph('No event is recorded.', body)
  for (const event of index.custody) {
    pages.rule()
    custody(pages, event)
  }
  pages.paragraph('Verification', heading)
  for (const line of checking(index.name)) pages.paragraph(line, body)
  return pages.finish()
}

function custody(pages: Pages, event: CustodyEvent): void {
  const { actor, items, place, authority, details } = event
  const who = actor.role === undefined ? actor.name : `${actor.name} (${actor.role})`
  pages.entry(`${event.sequence} · ${event.action}`, event.reason, body)
  pages.entry('When', `${event.at} (UTC)`, small)
  pages.entry('Who', who, small)
  pages.entry('Of', items.length === 0 ? 'the whole package' : items.join(', '), small)
  if (place !== undefined) pages.entry('Where', place, small)
  if (authority !== undefined) pages.entry('By authority of', authority, small)
  if (details !== undefined) pages.entry('Details', details, small)
}

function checking(name: string): string[] {
  return [
    `The command "touchstone verify ${name}" checks all of it without a network. Without it, "sha256sum -c manifest-sha256.txt" compares every file with its digest, and "openssl ts -verify" checks each timestamp.`,
    'A sound package shows that its files are those that the publisher signed, and that they existed at the time stamped by an authority. It does not show that a page told the truth, who wrote it, or that goods are counterfeit.',
  ]
}
