import type { InferenceSession, Tensor } from 'onnxruntime-node'
import type { ColourPicture, Point } from '../model.ts'
import { planesOf } from '../ocr/tensors.ts'
import {
  networkSlots,
  termsOf,
  UnfitNetwork,
  type NetworkFile,
  type NetworkFiles,
  type NetworkSlot,
  type NetworkTerms,
} from './network-slots.ts'

/** A picture as a vector of length 1, close to those of pictures that the network considers alike. */
export interface Embedding {
  /** SHA-256 of the network: numbers of two networks cannot be compared. */
  network: string
  /** From which cosine on two pictures are alike, by the network's own word. */
  from: number
  vector: Float32Array
}

export interface Embeddings {
  copy?: Embedding
  design?: Embedding
}

/** A mark that a detector found, with its corners from the top left, clockwise, in points of the picture it was given. */
export interface DetectedLogo {
  label: string
  brand?: string
  confidence: number
  box: [Point, Point, Point, Point]
}

const shortestSide = 16
const longestSide = 1280
const fewestNumbers = 8
const mostNumbers = 8192
const mostLogos = 50
/** The padding beside a picture that is not square. */
const beside = 114 / 255

/**
 * The operator's networks, each processing one picture at a time in the calling thread. Without a network its slot is
 * empty and nothing else changes.
 */
export class PictureNetworks {
  private readonly loaded: ReadonlyMap<NetworkSlot, Network>

  private constructor(loaded: ReadonlyMap<NetworkSlot, Network>) {
    this.loaded = loaded
  }

  /** Loads onnxruntime-node if there is a network; throws UnfitNetwork for one that does not fit its slot. */
  static async open(files: NetworkFiles): Promise<PictureNetworks> {
    const loaded = new Map<NetworkSlot, Network>()
    for (const slot of networkSlots) {
      const file = files[slot]
      if (file !== undefined) loaded.set(slot, await Network.open(slot, file))
    }
    return new PictureNetworks(loaded)
  }

  has(slot: NetworkSlot): boolean {
    return this.loaded.has(slot)
  }

  /** The embedders' vectors of a picture; undefined if there are none. */
  async embed(picture: ColourPicture): Promise<Embeddings | undefined> {
    const [copies, designs] = [this.loaded.get('copyEmbedder'), this.loaded.get('designEmbedder')]
    if (copies === undefined && designs === undefined) return undefined
    return {
      ...(copies && { copy: await copies.embedding(picture) }),
      ...(designs && { design: await designs.embedding(picture) }),
    }
  }

  /** Marks in a picture, the surest first; undefined if there is no detector. */
  async logosIn(picture: ColourPicture): Promise<DetectedLogo[] | undefined> {
    return this.loaded.get('logoDetector')?.logos(picture)
  }
}

/** Properties of a network known before its first run. */
interface KnownNetwork {
  terms: NetworkTerms
  sha256: string
  width: number
  height: number
}

class Network {
  private readonly session: InferenceSession
  private readonly tensorOf: (data: Float32Array) => Tensor
  private readonly terms: NetworkTerms
  private readonly sha256: string
  private readonly width: number
  private readonly height: number

  private constructor(
    session: InferenceSession,
    tensorOf: (data: Float32Array) => Tensor,
    { terms, sha256, width, height }: KnownNetwork,
  ) {
    this.session = session
    this.tensorOf = tensorOf
    this.terms = terms
    this.sha256 = sha256
    this.width = width
    this.height = height
  }

  static async open(slot: NetworkSlot, { bytes, sha256 }: NetworkFile): Promise<Network> {
    const terms = termsOf(slot, bytes)
    const runtime = await import('onnxruntime-node')
    const session = await runtime.InferenceSession.create(bytes, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: 3,
    }).catch((error: unknown) => {
      const [why] = String((error as Error).message).split('\n')
      throw new UnfitNetwork(slot, `it is no ONNX model that runs here (${why})`)
    })
    const { width, height } = inputOf(slot, session)
    const tensorOf = (data: Float32Array): Tensor =>
      new runtime.Tensor('float32', data, [1, 3, height, width])
    const network = new Network(session, tensorOf, { terms, sha256, width, height })
    await network.tryOut(slot)
    return network
  }

  /** One run on an empty picture determines the output: shapes in a file may be left open. */
  private async tryOut(slot: NetworkSlot): Promise<void> {
    const empty = new Float32Array(3 * this.width * this.height)
    const { dims, type } = await this.run(empty).catch((error: unknown) => {
      throw new UnfitNetwork(slot, `it fails on an empty picture (${(error as Error).message})`)
    })
    if (type !== 'float32') throw new UnfitNetwork(slot, `it answers ${type}, and not float32`)
    const shape = `[${dims.join(', ')}]`
    if (slot === 'logoDetector') {
      if (dims.length !== 3 || dims[0] !== 1 || dims[2] !== 6)
        throw new UnfitNetwork(slot, `it answers ${shape}, and not [1, boxes, 6]`)
    } else if (
      dims.length !== 2 ||
      dims[0] !== 1 ||
      !((dims[1] ?? 0) >= fewestNumbers && (dims[1] ?? 0) <= mostNumbers)
    )
      throw new UnfitNetwork(
        slot,
        `it answers ${shape}, and not [1, numbers] with ${fewestNumbers} to ${mostNumbers} of them`,
      )
  }

  async embedding(picture: ColourPicture): Promise<Embedding> {
    const { data } = await this.run(this.planes(picture, this.width, this.height))
    const vector = Float32Array.from(data as Float32Array)
    const length = Math.hypot(...vector)
    for (let i = 0; i < vector.length; i++)
      vector[i] = length > 0 ? (vector[i] as number) / length : 0
    return { network: this.sha256, from: this.terms.from, vector }
  }

  async logos(picture: ColourPicture): Promise<DetectedLogo[]> {
    const scale = Math.min(this.width / picture.width, this.height / picture.height)
    const width = Math.max(1, Math.min(this.width, Math.round(picture.width * scale)))
    const height = Math.max(1, Math.min(this.height, Math.round(picture.height * scale)))
    const [scaleX, scaleY] = [picture.width / width, picture.height / height]
    const answer = await this.run(this.planes(picture, width, height))
    const boxes = answer.data as Float32Array
    const logos: DetectedLogo[] = []
    for (let at = 0; at + 6 <= boxes.length; at += 6) {
      const [x1 = NaN, y1 = NaN, x2 = NaN, y2 = NaN, confidence = NaN, label = NaN] =
        boxes.subarray(at, at + 6)
      const named = this.terms.labels[Math.round(label)]
      if (named === undefined || !(confidence >= this.terms.from && confidence <= 1)) continue
      const [left, right] = [x1, x2].map((x) => Math.max(0, Math.min(picture.width, x * scaleX)))
      const [top, bottom] = [y1, y2].map((y) => Math.max(0, Math.min(picture.height, y * scaleY)))
      if (left === undefined || right === undefined || top === undefined || bottom === undefined)
        continue
      if (!(right > left && bottom > top)) continue
      logos.push({
        ...named,
        confidence,
        box: [
          [left, top],
          [right, top],
          [right, bottom],
          [left, bottom],
        ],
      })
    }
    return logos.sort((a, b) => b.confidence - a.confidence).slice(0, mostLogos)
  }

  /** The picture scaled to this size at the top left of the network's input, red first. */
  private planes(picture: ColourPicture, width: number, height: number): Float32Array {
    const { mean, deviation } = this.terms
    const scaled = (value: number, channel: number): number =>
      (value - (mean[channel] ?? 0)) / (deviation[channel] ?? 1)
    const shown = planesOf(
      picture,
      {
        centre: [(picture.width - 1) / 2, (picture.height - 1) / 2],
        width: picture.width,
        height: picture.height,
        angle: 0,
      },
      { width, height },
      (value, channel) => scaled(value / 255, channel),
      'red-first',
    )
    if (width === this.width && height === this.height) return shown.data
    const data = new Float32Array(3 * this.width * this.height)
    for (let channel = 0; channel < 3; channel++) {
      const plane = this.width * this.height
      data.fill(scaled(beside, channel), channel * plane, (channel + 1) * plane)
      for (let y = 0; y < height; y++) {
        const from = (channel * height + y) * width
        data.set(shown.data.subarray(from, from + width), channel * plane + y * this.width)
      }
    }
    return data
  }

  private async run(data: Float32Array): Promise<Tensor> {
    const [input = '', output = ''] = [this.session.inputNames[0], this.session.outputNames[0]]
    const answer = await this.session.run({ [input]: this.tensorOf(data) })
    const tensor = answer[output]
    if (tensor === undefined) throw new Error('it answers nothing')
    return tensor
  }
}

function inputOf(
  slot: NetworkSlot,
  { inputMetadata }: InferenceSession,
): { width: number; height: number } {
  const [input, ...furtherInputs] = inputMetadata
  if (input?.isTensor !== true || furtherInputs.length > 0)
    throw new UnfitNetwork(slot, `it takes ${inputMetadata.length} inputs, and not one picture`)
  const { shape, type } = input
  const [many, channels, height, width] = shape
  const isSide = (side: unknown): side is number =>
    typeof side === 'number' && side >= shortestSide && side <= longestSide
  const fits =
    shape.length === 4 && (many === 1 || typeof many === 'string' || many === -1) && channels === 3
  if (type !== 'float32' || !fits || !isSide(height) || !isSide(width))
    throw new UnfitNetwork(
      slot,
      `it takes ${type} [${shape.join(', ')}], and not float32 [1, 3, height, width] with fixed sides of ${shortestSide} to ${longestSide}`,
    )
  return { width, height }
}
