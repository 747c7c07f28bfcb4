import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { noHistory } from '@touchstone/recognition/items'
import { sql } from 'kysely'
import type { Store } from '../../src/platform/db/index.ts'
import { asOperator } from '../builders.ts'
import type { Marked } from './marked-organisation.ts'
import type { Named } from './named-things.ts'

const numbers = {
  marketplace: { prefix: '9521234', gtin: '09521234000013' },
  'rights-holder': { prefix: '9528765', gtin: '09528765000017' },
}

/** A batch with one listed unit, what was recorded of it, and a scan. */
export async function goodsOf(
  store: Store,
  { mark, kind }: Marked,
  organisationId: string,
): Promise<Pick<Named, 'code' | 'alert' | 'codeBatch' | 'codeKey' | 'epcisCapture' | 'report'>> {
  const { prefix, gtin } = numbers[kind]
  const [codeBatch, serial] = [randomUUID(), `${mark}-1`]
  const [epcisCapture, report] = [randomUUID(), randomUUID()]
  const salt = randomBytes(16)
  const alert = randomUUID()
  const signed = {
    statement: mark,
    signature: 'c2ln',
    publicKey: '',
    keyStatement: '',
    keySignature: 'c2ln',
  }
  const codeKey = randomBytes(32).toString('hex')
  const unit = sql`${organisationId}::uuid, ${gtin}, ${serial}`
  await asOperator(store, async (handle) => {
    await sql`
      insert into gtin_prefixes (prefix, organisation_id)
      values (${prefix}, ${organisationId}::uuid)`.execute(handle)
    await sql`
      insert into gtin_secrets (organisation_id, gtin, salt, sealed_key)
      values (${organisationId}::uuid, ${gtin}, ${salt}, ${randomBytes(61)})`.execute(handle)
    await sql`
      insert into code_batches (id, organisation_id, gtin, name, kind, units, state)
      values (${codeBatch}::uuid, ${organisationId}::uuid, ${gtin}, ${`${mark}-lot`}, 'list', 1,
        'issued')`.execute(handle)
    await sql`
      insert into code_keys (id, organisation_id, public_key, statement, signature, log_index, made_at)
      values (${codeKey}, ${organisationId}::uuid, ${`${mark} key`}, ${Buffer.from(mark)},
        ${randomBytes(64)}, 0, now())`.execute(handle)
    await sql`
      insert into buyer_contacts (id, organisation_id, listing_id, receipt_hash, address_hash, sealed,
        locale, bought_on)
      values (${randomUUID()}::uuid, ${organisationId}::uuid, ${randomUUID()}::uuid,
        ${randomBytes(32)}, ${randomBytes(32)}, ${Buffer.from(mark)}, 'en', current_date)`.execute(
      handle,
    )
    await sql`
      insert into item_alerts (id, organisation_id, gtin, title, content, is_dangerous, published_at,
        signed)
      values (${alert}::uuid, ${organisationId}::uuid, ${gtin}, ${`${mark} alert`}, ${`${mark} text`},
        false, now(), ${JSON.stringify(signed)}::json)`.execute(handle)
    const digest = createHash('sha256').update(salt).update(serial).digest().subarray(0, 8)
    const place = String(digest.readBigUInt64BE() - (1n << 63n))
    await sql`
      insert into code_chunks (batch_id, first_place, organisation_id, digests)
      values (${codeBatch}::uuid, ${place}::int8, ${organisationId}::uuid, ${digest})`.execute(
      handle,
    )
    await sql`
      insert into items (organisation_id, gtin, serial, batch_id, history, scans, first_scan_at,
        last_scan_at)
      values (${unit}, ${codeBatch}::uuid, ${JSON.stringify(noHistory)}::json, 1, now(),
        now())`.execute(handle)
    await sql`
      insert into unit_events (id, organisation_id, batch_id, serial, kind, at)
      values (${randomUUID()}::uuid, ${organisationId}::uuid, ${codeBatch}::uuid, ${serial}, 'sold',
        now())`.execute(handle)
    await sql`
      insert into item_scans (organisation_id, gtin, serial, id, at, source, device)
      values (${unit}, ${randomUUID()}::uuid, now(), 'consumer', ${randomBytes(16)})`.execute(
      handle,
    )
    await sql`
      insert into pictured_codes (organisation_id, gtin, serial, digest)
      values (${unit}, ${randomBytes(32)})`.execute(handle)
    await sql`
      insert into epcis_captures (id, organisation_id, on_error, success, received, stored)
      values (${epcisCapture}::uuid, ${organisationId}::uuid, 'rollback', true, 1, 1)`.execute(
      handle,
    )
    await sql`
      insert into epcis_events (organisation_id, hash, capture_id, event_id, event_time, type, content)
      values (${organisationId}::uuid, ${randomBytes(32)}, ${epcisCapture}::uuid, ${`urn:${mark}`}, now(),
        'ObjectEvent', ${JSON.stringify({ type: 'ObjectEvent', note: mark })}::json)`.execute(
      handle,
    )
    await sql`
      insert into item_reports (id, organisation_id, kind, receipt_hash, gtin, serial, listing,
        subject_hash, category, is_hurt, danger, content, contact, network)
      values (${report}::uuid, ${organisationId}::uuid, 'problem', ${randomBytes(32)}, ${gtin}, ${serial},
        ${`https://shop.example/${mark}`}, ${randomBytes(32)}, 'toys', false, 1, ${`${mark} broke`},
        ${`${mark}@mail.example`}, ${randomBytes(16)})`.execute(handle)
    await sql`
      insert into item_report_photos (report_id, place, organisation_id, content)
      values (${report}::uuid, 0, ${organisationId}::uuid, ${randomBytes(40)})`.execute(handle)
  })
  return { code: `(01)${gtin}(21)${serial}`, alert, codeBatch, codeKey, epcisCapture, report }
}
