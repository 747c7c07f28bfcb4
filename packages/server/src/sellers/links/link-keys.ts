import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Sealer } from '../../platform/encryption/index.ts'
import type { LinkKeys } from './types.ts'

const [compress, decompress] = [promisify(gzip), promisify(gunzip)]

export function keysOf(sealer: Sealer, organisationId: string): LinkKeys {
  return {
    identifiers: sealer.authenticate(organisationId, 'identifiers of sellers'),
    cards: sealer.authenticate(organisationId, 'cards of sellers'),
  }
}

/** For what the address of a picture is encrypted that is a hub. */
export function pictureOf(organisationId: string): string {
  return `picture of a hub, ${organisationId}`
}

const modelOf = (organisationId: string): string => `model of links, ${organisationId}`

export async function sealModel(
  sealer: Sealer,
  organisationId: string,
  json: string,
): Promise<Buffer> {
  return sealer.seal(await compress(json), modelOf(organisationId))
}

export async function openModel(
  sealer: Sealer,
  organisationId: string,
  sealed: Buffer,
): Promise<string> {
  return (await decompress(sealer.open(sealed, modelOf(organisationId)))).toString()
}
