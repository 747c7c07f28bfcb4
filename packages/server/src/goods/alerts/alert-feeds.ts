import { bracketedCodes, maxFeedAlerts, type AlertFeedView } from '@touchstone/contract'
import type { z } from 'zod'
import type { Context, Store } from '../../platform/db/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { toAlertView } from './manage-alerts.ts'
import { findNewestAlerts, type AlertRow } from './repository.ts'

const asReader: Context = { as: 'operator', actor: { kind: 'operator', id: 'published-alerts' } }
const title = 'Alerts about goods'

const changedAt = ({ publishedAt, withdrawnAt }: AlertRow): Date => withdrawnAt ?? publishedAt

function readAlerts(store: Store): Promise<AlertRow[]> {
  return store.transact(asReader, (handle) => findNewestAlerts(handle, maxFeedAlerts))
}

export async function jsonFeed(store: Store): Promise<Outgoing<z.infer<typeof AlertFeedView>>> {
  const alerts = await readAlerts(store)
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title,
    items: alerts.map((alert) => ({
      id: `urn:uuid:${alert.id}`,
      title: titleOf(alert),
      content_text: contentOf(alert),
      date_published: alert.publishedAt,
      date_modified: changedAt(alert),
      _alert: toAlertView(alert),
    })),
  }
}

/** RFC 4287. The entries link nowhere: each says all that the maker published. */
export async function atomFeed(store: Store): Promise<string> {
  const alerts = await readAlerts(store)
  const updated = alerts[0] === undefined ? new Date(0) : changedAt(alerts[0])
  const entries = alerts.map((alert) =>
    [
      '  <entry>',
      `    <id>urn:uuid:${alert.id}</id>`,
      `    <title>${inXml(titleOf(alert))}</title>`,
      `    <author><name>${inXml(alert.maker)}</name></author>`,
      `    <published>${alert.publishedAt.toISOString()}</published>`,
      `    <updated>${changedAt(alert).toISOString()}</updated>`,
      `    <content type="text">${inXml(contentOf(alert))}</content>`,
      '  </entry>',
    ].join('\n'),
  )
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    '  <id>urn:touchstone:published-alerts</id>',
    `  <title>${title}</title>`,
    `  <updated>${updated.toISOString()}</updated>`,
    ...entries,
    '</feed>',
    '',
  ].join('\n')
}

function titleOf({ title: own, withdrawnAt }: AlertRow): string {
  return withdrawnAt === null ? own : `Withdrawn: ${own}`
}

function contentOf({ gtin, batches, serials, text, withdrawalReason }: AlertRow): string {
  const goods = bracketedCodes({ gtin, batches, serials }).join(', ')
  const withdrawn = withdrawalReason === null ? [] : [`Withdrawn: ${withdrawalReason}`]
  return [...withdrawn, text, goods].join('\n\n')
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Control characters that XML 1.0 does not have are left out. */
function inXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\P{Cc}]/gu, '')
    .replaceAll(/[&<>]/g, (sign) => entities[sign] ?? '')
}
