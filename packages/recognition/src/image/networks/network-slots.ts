import { metadataOf } from './onnx-metadata.ts'

/** The networks that an operator may provide. docs/operator/neural-networks.md describes their inputs and outputs. */
export const networkSlots = ['copyEmbedder', 'designEmbedder', 'logoDetector'] as const
export type NetworkSlot = (typeof networkSlots)[number]

/** A network in ONNX, and the SHA-256 by which it is known. */
export interface NetworkFile {
  bytes: Uint8Array
  sha256: string
}

export type NetworkFiles = Partial<Record<NetworkSlot, NetworkFile>>

/** Why a network is not used, in a sentence that names its slot. */
export class UnfitNetwork extends Error {
  constructor(slot: NetworkSlot, why: string) {
    super(`the network for ${slot} cannot be used: ${why}`)
    this.name = 'UnfitNetwork'
  }
}

/** The metadata of a network. */
export interface NetworkTerms {
  /** The mean subtracted from red, green and blue (0 to 1), and the divisor of the result. */
  mean: readonly number[]
  deviation: readonly number[]
  /** From which likeness, or surety, its word counts. */
  from: number
  /** The meaning of each class of a detector. */
  labels: readonly { label: string; brand?: string }[]
}

const named: Record<NetworkSlot, string> = {
  copyEmbedder: 'copy-embedder',
  designEmbedder: 'design-embedder',
  logoDetector: 'logo-detector',
}
/** ImageNet's. */
const usual = { mean: '0.485,0.456,0.406', deviation: '0.229,0.224,0.225' }
const mostLabels = 10_000

/** Reads a network's metadata; throws UnfitNetwork if they lack or contradict what its slot needs. */
export function termsOf(slot: NetworkSlot, model: Uint8Array): NetworkTerms {
  const metadata = metadataOf(model)
  const statedSlot = metadata.get('touchstone.slot')
  if (statedSlot !== named[slot])
    throw new UnfitNetwork(
      slot,
      statedSlot === undefined
        ? `its metadata has no touchstone.slot, which has to be ${named[slot]}`
        : `its metadata says that it is a ${statedSlot}, no ${named[slot]}`,
    )
  const three = (key: 'mean' | 'deviation', isFit: (value: number) => boolean): number[] => {
    const values = (metadata.get(`touchstone.${key}`) ?? usual[key]).split(',').map(Number)
    if (values.length !== 3 || !values.every((value) => Number.isFinite(value) && isFit(value)))
      throw new UnfitNetwork(slot, `touchstone.${key} has to be three numbers with commas`)
    return values
  }
  const from = Number(metadata.get('touchstone.from') ?? NaN)
  if (!(from > 0 && from < 1))
    throw new UnfitNetwork(slot, 'touchstone.from has to be a number between 0 and 1')
  return {
    mean: three('mean', () => true),
    deviation: three('deviation', (value) => value > 0),
    from,
    labels: slot === 'logoDetector' ? labelsOf(slot, metadata.get('touchstone.labels')) : [],
  }
}

function labelsOf(slot: NetworkSlot, text = ''): NetworkTerms['labels'] {
  const unfit = new UnfitNetwork(
    slot,
    'touchstone.labels has to be a JSON list of {"label": "…", "brand": "id of the brand"}',
  )
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw unfit
  }
  if (!Array.isArray(value) || value.length === 0 || value.length > mostLabels) throw unfit
  return value.map((entry: unknown) => {
    const { label, brand } = (entry ?? {}) as { label?: unknown; brand?: unknown }
    if (typeof label !== 'string' || label === '' || label.length > 200) throw unfit
    if (brand === undefined) return { label }
    if (typeof brand !== 'string') throw unfit
    return { label, brand }
  })
}
