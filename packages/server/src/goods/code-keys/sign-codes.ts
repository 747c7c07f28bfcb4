import { bracketedCode, type SigningInput, type SignedCodesView } from '@touchstone/contract'
import { signerOf, type Signer } from '@touchstone/evidence'
import { readBracketedCode, signedBytesOf, withSignature } from '@touchstone/recognition/codes'
import type { z } from 'zod'
import { recordEvent } from '../../access/audit/index.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import type { Context, Store } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { findIssuedUnit, listSerials, requireBatch, requireIssuingActor } from '../batches/index.ts'
import { purposeOf } from './manage-code-keys.ts'
import { findSealedKey } from './repository.ts'

type Options = {
  store: Store
  sealer: Sealer
  actor: Actor
  id: string
  input: z.output<typeof SigningInput>
}

/** Signs codes of a batch with the key of the organisation that is in use. */
export async function signCodes({
  store,
  sealer,
  actor,
  id,
  input,
}: Options): Promise<z.input<typeof SignedCodesView>> {
  const organisationId = requireIssuingActor(actor)
  const signer = await openSigner({ store, sealer, organisationId })
  const { gtin, serials, next } = await store.transact(contextOf(actor), async (handle) => {
    const batch = await requireBatch(handle, organisationId, id)
    const named = input.serials
    const page =
      named === undefined
        ? await listSerials({ handle, sealer, actor, input: { id, ...input } })
        : { serials: named.map((serial) => ({ serial })), next: null }
    for (const [at, serial] of (named ?? []).entries()) {
      const search = { handle, sealer, organisationId, gtin: batch.gtin, serial }
      const unit = await findIssuedUnit(search)
      if (unit?.batch.id === id && unit.serial === serial) continue
      throw new AppError({
        code: 'not-found',
        message: `${serial} is no serial of this batch; nothing was signed`,
        pointer: `/serials/${at}`,
      })
    }
    await recordEvent({
      handle,
      organisationId,
      action: 'codes-signed',
      subject: { kind: 'code-batch', id },
      detail: { key: signer.publicKey.id, count: page.serials.length },
    })
    return { gtin: batch.gtin, ...page }
  })
  return {
    key: signer.publicKey.id,
    codes: await Promise.all(
      serials.map(async ({ serial }) => ({ serial, link: await signedLink(signer, gtin, serial) })),
    ),
    next,
  }
}

async function signedLink(signer: Signer, gtin: string, serial: string): Promise<string> {
  const read = readBracketedCode(bracketedCode({ gtin, serial }))
  if (!read.ok || read.uri === undefined) throw new Error(`${gtin} ${serial} has no Digital Link`)
  const keyId = signer.publicKey.id
  const signature = await signer.sign(signedBytesOf(read.elements, keyId))
  return withSignature(read.uri, keyId, signature)
}

async function openSigner({
  store,
  sealer,
  organisationId,
}: Pick<Options, 'store' | 'sealer'> & { organisationId: string }): Promise<Signer> {
  const asKeeper: Context = { as: 'operator', actor: { kind: 'operator', id: 'code-keys' } }
  const key = await store.transact(asKeeper, (handle) => findSealedKey(handle, organisationId))
  if (key === undefined) {
    throw new AppError({
      code: 'code-key-missing',
      message: 'your organisation has no key for codes: an admin makes one',
    })
  }
  if (key.sealed === null) {
    throw new AppError({
      code: 'code-key-missing',
      message:
        'you hold the private key yourself, so that the server cannot sign: use touchstone codes sign',
    })
  }
  return signerOf(sealer.open(key.sealed, purposeOf(organisationId, key.id)).toString())
}
