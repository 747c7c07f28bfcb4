import {
  findErasedSellers,
  findSalt,
  makeSalt,
  pseudonymOf,
  withoutSeller,
} from '../../privacy/pseudonymisation/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { toIngestRow, type IngestRow } from './listing-row.ts'

/** Replaces erased sellers in listings by pseudonyms. */
export class SellerPseudonymiser {
  /** By organisation; they never change. */
  private readonly salts = new Map<string, Buffer>()

  /** The rows as they may be assessed and stored, and whether a seller was taken out of one. */
  async checked(
    handle: Transaction,
    organisationId: string,
    rows: readonly IngestRow[],
  ): Promise<{ rows: readonly IngestRow[]; isErased: boolean }> {
    if (rows.every(({ listing }) => listing.seller === undefined)) return { rows, isErased: false }
    const salt = await this.saltOf(handle, organisationId)
    const hashed = rows.map((row) => ({ ...row, sellerHash: hashOf(salt, row) }))
    const hashes = new Map(
      hashed.map(({ sellerHash }) => [sellerHash?.toString('hex'), sellerHash]),
    )
    const erased = await findErasedSellers(
      handle,
      organisationId,
      [...hashes.values()].filter((hash) => hash !== null),
    )
    if (erased.size === 0) return { rows: hashed, isErased: false }
    const checked = hashed.map((row) =>
      row.sellerHash !== null && erased.has(row.sellerHash.toString('hex'))
        ? toIngestRow(withoutSeller(row.listing))
        : row,
    )
    return { rows: checked, isErased: true }
  }

  private async saltOf(handle: Transaction, organisationId: string): Promise<Buffer> {
    const known = this.salts.get(organisationId) ?? (await findSalt(handle, organisationId))
    // A salt created here may still be rolled back with its transaction.
    if (known === undefined) return makeSalt(handle, organisationId)
    this.salts.set(organisationId, known)
    return known
  }
}

function hashOf(salt: Buffer, { listing, marketplace }: IngestRow): Buffer | null {
  if (listing.seller === undefined) return null
  return pseudonymOf(salt, { marketplace, id: listing.seller.id })
}
