import { sql } from 'kysely'
import type { PageImage } from '../../investigation/evidence/index.ts'
import type { Transaction } from '../../platform/db/index.ts'

export type ReceivedImage = PageImage & { position: number }
/** A picture of a notice, with the notifier's number of the notice. */
export type NoticeImage = PageImage & { fromNotice: string }

export type ReceivedImageView = {
  sha256: string
  mediatype: string
  bytes: number
  sealedAt: string
}

/** Written by the organisation that sent the notice and owns the captures. */
export async function insertReceivedImages(
  handle: Transaction,
  { id, organisationId, from }: { id: string; organisationId: string; from: string },
  pictures: readonly ReceivedImage[],
): Promise<void> {
  for (const { position, sha256, mediatype, bytes, sealedAt, capture, name } of pictures) {
    await sql`
      insert into received_pictures (notice_id, position, sha256, organisation_id, mediatype, bytes,
        sealed_at, capture_id, name, from_organisation)
      values (${id}::uuid, ${position}::int4, decode(${sha256}, 'hex'), ${organisationId}::uuid,
        ${mediatype}, ${bytes}::int8, ${sealedAt}::timestamptz, ${capture}::uuid, ${name},
        ${from}::uuid)
      on conflict do nothing`.execute(handle)
  }
}

type OfNotice = { noticeId: string; organisationId: string; position?: number }

/** A notice's pictures of its listings, or of one; none after its retention period. */
export async function listReceivedImages(
  handle: Transaction,
  { noticeId, organisationId, position }: OfNotice,
): Promise<NoticeImage[]> {
  const ofItem = position === undefined ? sql`` : sql`and p.position = ${position}::int4`
  const { rows } = await sql<NoticeImage>`
    select encode(p.sha256, 'hex') as sha256, p.mediatype, p.bytes::float8 as bytes,
      p.sealed_at as "sealedAt", p.capture_id as capture, p.name, n.from_notice as "fromNotice"
    from received_pictures p join received_notices n on n.id = p.notice_id
    where p.notice_id = ${noticeId}::uuid and p.organisation_id = ${organisationId}::uuid
      and p.disposed_at is null ${ofItem}
    order by p.sealed_at desc, p.name`.execute(handle)
  return rows
}

export function toReceivedImageView({
  sha256,
  mediatype,
  bytes,
  sealedAt,
}: NoticeImage): ReceivedImageView {
  return { sha256, mediatype, bytes, sealedAt: sealedAt.toISOString() }
}
