import { noHistory } from '@touchstone/recognition/items'
import type { Context, Store } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { findIssuedUnit } from '../batches/index.ts'
import { findIssuer } from '../gtin-prefixes/index.ts'
import { insertPicturedCode } from '../pictured-codes/index.ts'
import { readGoods } from './code-text.ts'
import { judgeAndSave } from './record-scan.ts'
import { lockItem } from './repository.ts'

/** A code as a picture shows it. */
export type PicturedCode = { symbology?: string | undefined; text: string }

const asReader: Context = { as: 'operator', actor: { kind: 'operator', id: 'published-codes' } }

/**
 * Notes that codes can be read in a picture of a listing: from now on, anyone may scan them. Their issuer learns that,
 * and nothing of the listing.
 * @param digest of the picture, in hexadecimal
 */
export async function publishCodes(
  { store, sealer }: { store: Store; sealer: Sealer },
  digest: string,
  codes: readonly PicturedCode[],
): Promise<void> {
  for (const { symbology = '', text } of codes) {
    const goods = readGoods(symbology + text)
    if ('problem' in goods || goods.serial === undefined) continue
    const { gtin, serial } = goods
    await store.transact(asReader, async (handle) => {
      const issuer = await findIssuer(handle, gtin)
      if (issuer === undefined) return
      const { organisationId } = issuer
      await insertPicturedCode(handle, { organisationId, gtin, serial, digest })
      const unit = await findIssuedUnit({ handle, sealer, organisationId, gtin, serial })
      if (unit === undefined) return
      const item = await lockItem(handle, unit, { batchId: unit.batch.id, history: noHistory })
      if (item.publishedAt !== null) return
      await judgeAndSave(handle, unit, { ...item, publishedAt: new Date() })
    })
  }
}
