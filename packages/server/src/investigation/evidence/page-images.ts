import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { EvidenceItemRow } from './types.ts'

export type PageImage = Pick<EvidenceItemRow, 'name' | 'mediatype' | 'bytes' | 'sha256'> & {
  capture: string
  sealedAt: Date
}

type Item = Pick<EvidenceItemRow, 'name' | 'mediatype' | 'derivedFrom'>

/**
 * The screenshots of the captured page, in parts. For a redacted part, only the latest redaction is shown, never the
 * original.
 */
export function visiblePageItems<T extends Item>(items: readonly T[]): T[] {
  const pictures = items.filter(({ mediatype }) => mediatype === 'image/png')
  const lastOf = (item: T): T => {
    const derived = pictures.filter(({ derivedFrom }) => derivedFrom === item.name).sort(byNumber)
    const last = derived.at(-1)
    return last === undefined ? item : lastOf(last)
  }
  const isPart = ({ name, derivedFrom }: T): boolean =>
    derivedFrom === null && /^page-\d+\.png$/.test(name)
  return pictures.filter(isPart).sort(byNumber).map(lastOf)
}

function byNumber(one: Item, other: Item): number {
  return one.name.localeCompare(other.name, 'en', { numeric: true })
}

/**
 * Screenshots in an organisation's sealed captures, by capture. Until the transaction ends none of them can be
 * disposed of.
 */
export async function imagesOfPages(
  handle: Transaction,
  { organisationId, captures }: { organisationId: string; captures: readonly string[] },
): Promise<Map<string, PageImage[]>> {
  const { rows } = await sql<PageImage & Item>`
    select i.capture_id as capture, i.name, i.mediatype, i.bytes::float8 as bytes,
      encode(i.sha256, 'hex') as sha256, i.derived_from as "derivedFrom", s.sealed_at as "sealedAt"
    from evidence_items i join evidence_seals s on s.capture_id = i.capture_id
    where i.organisation_id = ${organisationId}::uuid and i.disposed_at is null
      and i.capture_id = any (${[...captures]}::uuid[])
    order by i.name for share of i`.execute(handle)
  const byCapture = Map.groupBy(rows, ({ capture }) => capture)
  return new Map([...byCapture].map(([capture, items]) => [capture, visiblePageItems(items)]))
}
