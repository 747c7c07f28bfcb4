import type { Listing } from '@touchstone/contract'
import {
  unitCodesIn,
  type ItemFact,
  type ItemFactState,
  type UnitCode,
} from '@touchstone/recognition'
import type { ItemKnowledge } from '../../listings/ingest/index.ts'
import type { Context, Store, Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { findUnit, hasIssuedCodes, type Unit } from '../batches/index.ts'
import { findIssuer } from '../gtin-prefixes/index.ts'
import { findItem } from './repository.ts'

type Known = { facts: ItemFact[]; isCovered: boolean }

/**
 * What the makers of goods know of units whose codes are in listings. It is what anyone learns who checks the code, so
 * that it may be shown to whoever sends the listing.
 */
export function itemKnowledge({ store, sealer }: { store: Store; sealer: Sealer }): ItemKnowledge {
  return {
    itemsOf: async (organisationId, listings) => {
      const coded = listings.map((listing: Listing) => unitCodesIn(listing))
      if (coded.every((codes) => codes.length === 0)) return listings.map(() => undefined)
      const asReader: Context = {
        as: 'operator',
        actor: { kind: 'operator', id: 'codes-in-listings' },
        worksFor: organisationId,
      }
      return store.transact(asReader, async (handle) => {
        const found: (readonly ItemFact[] | undefined)[] = []
        for (const codes of coded) {
          const { facts, isCovered } = await factsOf({ handle, sealer }, codes)
          found.push(isCovered ? facts : undefined)
        }
        return found
      })
    },
  }
}

type Reading = { handle: Transaction; sealer: Sealer }

async function factsOf(reading: Reading, codes: readonly UnitCode[]): Promise<Known> {
  const known: Known = { facts: [], isCovered: false }
  for (const code of codes) {
    const issuer = await findIssuer(reading.handle, code.gtin)
    if (issuer === undefined) continue
    known.isCovered = true
    const state = await stateOf(reading, { ...code, organisationId: issuer.organisationId })
    const { gtin, serial } = code
    if (state !== undefined) known.facts.push({ gtin, serial, state })
  }
  return known
}

async function stateOf(
  { handle, sealer }: Reading,
  { organisationId, gtin, serial, isExact }: UnitCode & { organisationId: string },
): Promise<ItemFactState | undefined> {
  const unit = await findUnit({ handle, sealer, organisationId, gtin, serial })
  if (typeof unit === 'object') return remarkableStateOf(handle, unit)
  // Where the code ends is not certain, or the maker has issued no codes here.
  if (!isExact || !(await hasIssuedCodes(handle, { organisationId, gtin }))) return undefined
  return unit
}

/** The gravest of what is known; undefined for a unit like any other. */
async function remarkableStateOf(
  handle: Transaction,
  unit: Unit,
): Promise<ItemFactState | undefined> {
  const item = await findItem(handle, unit)
  const recorded = [item?.unitState, unit.batch.state]
  if (recorded.includes('destroyed')) return 'destroyed'
  if (recorded.includes('stolen')) return 'stolen'
  if (item?.state === 'suspected-clone') return 'copies-suspected'
  if (recorded.includes('recalled')) return 'recalled'
  return item?.state === 'public' ? 'public' : undefined
}
