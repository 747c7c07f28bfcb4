import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { AppError } from '../errors/index.ts'

/** Networks for pictures that an operator can provide, by variable. */
export const networkVariables = {
  copyEmbedder: 'COPY_EMBEDDER',
  designEmbedder: 'DESIGN_EMBEDDER',
  logoDetector: 'LOGO_DETECTOR',
} as const
type Slot = keyof typeof networkVariables

/** A network in ONNX: a file, and the required SHA-256 of its bytes. */
export type NetworkFileName = { path: string; sha256: string }
export type NetworkFileNames = Partial<Record<Slot, NetworkFileName>>

const fileAndDigest = /^(.{1,4096})@sha256:([0-9a-f]{64})$/i

/** Parses `model.onnx@sha256:<64 hexadecimal digits>`; undefined if malformed. */
export function readNetworkName(text: string): NetworkFileName | undefined {
  const [, path, sha256] = fileAndDigest.exec(text) ?? []
  if (path === undefined || sha256 === undefined) return undefined
  return { path, sha256: sha256.toLowerCase() }
}

/** Networks have up to some hundred megabytes; a larger file is a mistake. */
const mostBytes = 2 * 1024 ** 3

/** Reads the files; throws if one is missing or has another digest. */
export async function readNetworks(
  names: NetworkFileNames,
): Promise<Partial<Record<Slot, NetworkFileName & { bytes: Uint8Array }>>> {
  const read = await Promise.all(
    (Object.keys(networkVariables) as Slot[]).map(async (slot) => {
      const name = names[slot]
      return name === undefined ? [] : [[slot, await readOne(slot, name)] as const]
    }),
  )
  return Object.fromEntries(read.flat())
}

async function readOne(
  slot: Slot,
  { path, sha256 }: NetworkFileName,
): Promise<NetworkFileName & { bytes: Uint8Array }> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw unfit(slot, `${path} cannot be read (${cause.code ?? cause.message})`, cause)
  })
  if (bytes.length > mostBytes) throw unfit(slot, `${path} is larger than 2 GiB`)
  const actual = createHash('sha256').update(bytes).digest('hex')
  if (actual !== sha256) {
    throw unfit(slot, `${path} has the SHA-256 ${actual}, not the stated ${sha256}`)
  }
  return { path, sha256, bytes }
}

function unfit(slot: Slot, why: string, cause?: unknown): AppError {
  const message = `the network for ${slot} (${networkVariables[slot]}) cannot be used: ${why}`
  return new AppError({ code: 'bad-configuration', message, cause })
}
